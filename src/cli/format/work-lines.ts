import { fill } from '../../base/fill.ts';
import { standingMeanings, waitMeanings, workMeanings, type WorkKind } from '../../base/work-words.ts';
import type { Standing } from '../../vault/work/standing.ts';
import { sayCount } from './numbers.ts';
import { sayDay, sayTime } from './times.ts';

/** How things stand, and what goes on by itself: the sentences that the app shows. */
export function workLines({ code, lastSync, next, waiting, lastRehearsal, parity }: Standing): string[] {
  return [
    fill(standingMeanings[code], { date: lastSync === undefined ? '' : sayDay(lastSync) }),
    ...(next === undefined ? [] : [`Next: ${sayWork(next)}, ${sayTime(next.at)}`]),
    ...waiting.map((one) => `${sayWork(one)}. ${waitMeanings[one.why]}`),
    ...(lastRehearsal === undefined
      ? []
      : [
          `A second copy was tried last ${sayTime(lastRehearsal.at)}: ${String(lastRehearsal.readable)} of ${sayCount(lastRehearsal.items, 'item')} came back from ${lastRehearsal.copy}.`,
        ]),
    `Spare data for repairs is ${parity ? 'on' : 'off'}.`,
  ];
}

/** A piece of work, with what it is about. */
export function sayWork({ kind, name }: { readonly kind: WorkKind; readonly name?: string }): string {
  return name === undefined ? workMeanings[kind].name : `${workMeanings[kind].name}: ${name}`;
}
