import type { ItemPages } from './item-pages.ts';

/** A place in a list: the row that the keyboard is on, and where the window stood. */
export interface PlaceInList {
  readonly active: number;
  /** Pixels from the document's top to the window's, and to the list's, since what stands above the list comes and goes. */
  readonly scroll: number;
  readonly top: number;
}

export const listBeginning: PlaceInList = { active: 0, scroll: 0, top: 0 };

/** Where the learner was, so that coming back from an item finds the list as it was left. Gone with the page. */
interface EvidenceMemory {
  /** Address of the list with its filters. */
  route: string;
  /** Filters and order of `pages`. */
  key: string;
  pages: ItemPages | undefined;
  /** Where the latest list was left. */
  left: { readonly key: string; readonly place: PlaceInList };
}

export const evidenceMemory: EvidenceMemory = {
  route: '/evidence',
  key: '',
  pages: undefined,
  left: { key: '', place: listBeginning },
};
