import { encodeHex } from '../../base/bytes.ts';
import { textOf } from '../../bundle/readable-json.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { archivedDkimSchema, type ArchivedDkim } from '../../evidence/values/dkim.ts';
import type { JudgingOrigin } from './judge-credentials.ts';
import { judgeMessage, type JudgedMessage } from './judge-message.ts';
import { readHeaderBlock } from './mail/header-block.ts';
import { largestReadMessage } from './mail/mail-limits.ts';
import { messageParts } from './mail/message-parts.ts';
import { messageSays } from './message-says.ts';
import type { OriginNotes } from './origin-notes.ts';
import type { ShownItem, ShownItems } from './shown-items.ts';

/**
 * Judges each e-mail whose bytes are in the bundle: the message itself, what the vault's record says of its header, and the attachments that
 * are parts of it, byte for byte (rules O9 to O14).
 */
export async function judgeMessages(
  hashes: HashPort,
  items: ShownItems,
  notes: OriginNotes,
  judging: JudgingOrigin,
): Promise<void> {
  const parts = Map.groupBy(items.ofKind('document'), ({ facts }) => textOf(facts.record.partOf));
  for (const item of items.ofKind('message')) {
    for (const document of items.versionsOf(item.facts.record.raw)) {
      const raw = await items.read(document, largestReadMessage);
      if (raw === undefined) continue;
      const seen = judging.dated.get(document.key)?.by;
      const judged = await judgeMessage(raw, {
        archived: archivedOf(item),
        keys: judging.policy.dkimKeys,
        seen,
        at: seen ?? judging.otherwise,
      });
      if (judged === undefined) continue;
      notes.add(document, { ...judged.origin, covers: 'message' });
      noteRecord(notes, item, raw, judged);
      if (judged.covered === 'message')
        noteAttachments(hashes, parts.get(item.facts.id) ?? [], notes, { raw, judged });
      break;
    }
  }
}

function archivedOf({ facts }: ShownItem): ArchivedDkim | undefined {
  const read = archivedDkimSchema.safeParse(facts.record.dkim);
  return read.success ? read.data : undefined;
}

/** A record is the vault's reading of a message, so it is worth no more than what can be read again. */
function noteRecord(notes: OriginNotes, item: ShownItem, raw: Uint8Array, { origin }: JudgedMessage): void {
  const says = messageSays(item, readHeaderBlock(raw));
  if (says === true || (says === undefined && origin.result !== 'pass'))
    notes.add(item, { ...origin, covers: 'header' });
  else if (says === undefined)
    notes.add(item, { ...origin, result: 'not-checked', code: 'mail-record-not-compared' });
  else notes.add(item, { ...origin, result: 'fail', code: 'mail-record-differs' });
}

function noteAttachments(
  hashes: HashPort,
  parts: readonly ShownItem[],
  notes: OriginNotes,
  { raw, judged }: { readonly raw: Uint8Array; readonly judged: JudgedMessage },
): void {
  const attached = parts.filter(({ facts }) => facts.record.role === 'attachment');
  if (attached.length === 0) return;
  const digests = new Set(messageParts(raw).map((part) => encodeHex(hashes.sha256(part))));
  for (const document of attached)
    if (digests.has(document.facts.content?.sha256 ?? ''))
      notes.add(document, { ...judged.origin, covers: 'attachment' });
}
