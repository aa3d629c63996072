import { isAsRemembered } from '../disk/look.ts';
import type { FoundFile } from '../disk/walk.ts';
import type { KnownItem } from '../source.ts';
import type { Listing } from './listing.ts';

/** A file whose item was captured before. */
export interface KnownFile {
  readonly file: FoundFile;
  readonly known: KnownItem;
}

/** What a listing means beside what was captured before. */
export interface Comparison {
  /** Items that were captured and not called gone. */
  readonly live: readonly KnownItem[];
  readonly unchanged: readonly KnownFile[];
  /** Captured before, and no longer looking the same. */
  readonly changed: readonly KnownFile[];
  /** Never captured, or back after it was gone. */
  readonly fresh: readonly FoundFile[];
  /** Captured, and no longer there, though its folder was listed. */
  readonly vanished: readonly KnownItem[];
  /** By the new key: the captured item that the same file was before. */
  readonly renamed: ReadonlyMap<string, KnownItem>;
  /** Failed each time, never captured, and no longer there. */
  readonly settled: readonly KnownItem[];
}

/** @param remembered all items of this source, gone or not */
export function compareListing(listing: Listing, remembered: readonly KnownItem[]): Comparison {
  const byKey = new Map(remembered.map((known) => [known.key, known]));
  const unchanged: KnownFile[] = [];
  const changed: KnownFile[] = [];
  const fresh: FoundFile[] = [];
  for (const file of listing.files) {
    const known = byKey.get(file.place.key);
    if (known === undefined || known.version === 0) fresh.push(file);
    else if (isAsRemembered(file.look, known.fingerprint)) unchanged.push({ file, known });
    else if (known.gone) fresh.push(file);
    else changed.push({ file, known });
  }
  const isThere = presence(listing);
  const away = remembered.filter((known) => !known.gone && !isThere(known.key));
  const missing = away.filter(({ version }) => version > 0);
  const renamed = findRenamed([...fresh, ...changed.map(({ file }) => file)], missing);
  const moved = new Set([...renamed.values()].map(({ key }) => key));
  return {
    live: remembered.filter(({ gone, version }) => !gone && version > 0),
    unchanged,
    changed,
    fresh,
    vanished: missing.filter(({ key }) => !moved.has(key)),
    renamed,
    settled: away.filter(({ version }) => version === 0),
  };
}

/** Whether a key is there, or may be there for all that the listing knows. */
function presence(listing: Listing): (key: string) => boolean {
  const { files, placeholders, refused, unlisted, excluded } = listing;
  const keys = new Set([
    ...files.map(({ place }) => place.key),
    ...placeholders.map(({ key }) => key),
    ...refused.map(({ key }) => key),
    ...unlisted.map(({ key }) => key),
    ...excluded,
  ]);
  const hidden = [...unlisted.map(({ key }) => key), ...excluded];
  const folders = hidden.map((key) => (key.endsWith('/') ? key : `${key}/`));
  return (key) => keys.has(key) || folders.some((folder) => key.startsWith(folder));
}

/** The same inode, size and time of change under another name: a rename, as ctime moves with it and the rest does not. */
function findRenamed(files: readonly FoundFile[], missing: readonly KnownItem[]): Map<string, KnownItem> {
  const byMark = new Map<string, KnownItem>();
  for (const known of missing) {
    const { inode, size, mtimeNs } = known.fingerprint ?? {};
    if (typeof inode === 'string' && typeof size === 'number' && typeof mtimeNs === 'string')
      byMark.set(markOf(inode, size, mtimeNs), known);
  }
  const renamed = new Map<string, KnownItem>();
  for (const { place, look } of files) {
    const mark = markOf(look.inode.toString(), look.size, look.mtimeNs.toString());
    const known = byMark.get(mark);
    if (known === undefined) continue;
    renamed.set(place.key, known);
    byMark.delete(mark);
  }
  return renamed;
}

function markOf(inode: string, size: number, mtimeNs: string): string {
  return `${inode} ${String(size)} ${mtimeNs}`;
}
