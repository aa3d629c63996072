import type { TreeFile } from '../file-tree.ts';

/** A file of such a download, with what its place says. */
export interface Placed<Place> {
  readonly file: TreeFile;
  readonly place: Place;
}
