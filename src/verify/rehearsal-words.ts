import type { RehearsalResult } from './verification-report.ts';

/** The vault's word that it can be put together again, in a sentence. */
export function sayRehearsal({ at, items, readable, of }: RehearsalResult): string {
  return `The vault says that it was put together again from a second copy on ${at.slice(0, 'yyyy-mm-dd'.length)}, as a trial: ${readable} of ${items} items that were tried came back whole (it held ${of} then). This shows care. It proves nothing of what is in here.`;
}
