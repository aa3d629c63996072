import type { Work } from '../../src/contract/work.ts';
import type { Standing } from '../../src/vault/work/standing.ts';

/** Where things stand, as Home shows it. */
export function workForPage(standing: Standing): Work {
  return {
    ...standing,
    running: [...standing.running],
    waiting: [...standing.waiting],
    copies: {
      ...standing.copies,
      late: [...standing.copies.late],
      soonLate: [...standing.copies.soonLate],
    },
  };
}
