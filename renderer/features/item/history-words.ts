import { sentenceOf } from '../../../src/base/error-codes.ts';
import { fill } from '../../language/fill.ts';
import { numberIn, textIn, type KeptRecord } from './record-parts.ts';
import type { words } from './words.ts';

type Say = typeof words.en;

/** What happened, in one sentence; what this version does not know is named as it stands. */
export function sayEvent({ events }: Say, kind: string, detail: KeptRecord): string {
  switch (kind) {
    case 'item-captured': {
      const version = numberIn(detail, 'version') ?? 1;
      return version === 1 ? events.first : fill(events.changed, { version });
    }
    case 'item-failed':
      return fill(events.failed, { reason: sentenceOf(textIn(detail, 'code') ?? '') }).trim();
    case 'item-seen':
      return events.seen;
    case 'item-gone':
      return goneWords(events, textIn(detail, 'reason'));
    case 'alert-raised':
      return fill(events.alert, { reason: alertWords(events, textIn(detail, 'code')) });
    case 'item-erased':
      return events.erased;
    case 'alert-settled':
      return events.settled;
    default:
      return fill(events.other, { kind });
  }
}

function goneWords(events: Say['events'], reason: string | undefined): string {
  switch (reason) {
    case 'deleted':
      return events.goneDeleted;
    case 'hidden':
      return events.goneHidden;
    case 'renamed':
      return events.goneRenamed;
    default:
      return events.gone;
  }
}

function alertWords(events: Say['events'], code: string | undefined): string {
  switch (code) {
    case 'file-shrank':
      return events.shrank;
    case 'file-emptied':
      return events.emptied;
    default:
      return code ?? '';
  }
}
