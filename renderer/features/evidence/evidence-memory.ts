import type { ItemPages } from './item-pages.ts';

/** Where the learner was in the list, so that coming back from an item finds it as it was left. Gone with the page. */
export interface EvidenceMemory {
  /** Address of the list with its filters. */
  route: string;
  /** Filters and order of `pages`. */
  key: string;
  pages: ItemPages | undefined;
  scroll: number;
  active: number;
}

export const evidenceMemory: EvidenceMemory = {
  route: '/evidence',
  key: '',
  pages: undefined,
  scroll: 0,
  active: 0,
};
