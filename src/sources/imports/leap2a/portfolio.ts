import type { FileTree, TreeFile } from '../file-tree.ts';
import { hasWords } from './entry-document.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { PackageFiles, type Target } from './package-files.ts';

/** An entry with the key of its item, and the file that it is, if it is one. */
export interface PlacedEntry {
  readonly entry: FeedEntry;
  readonly key: string;
  readonly file?: TreeFile;
}

/** A feed laid beside the files that came with it: which entry is which file, what is attached to what, what is not there. */
export class Portfolio {
  readonly files: PackageFiles;
  /** Without people: of them the feed itself, which is kept, says enough. */
  readonly entries: readonly PlacedEntry[];
  /** Keys of the entries that files are attached to, by path of the file. */
  readonly attached = new Map<string, string>();
  /** Paths that entries name and that are not in the package. */
  readonly missing = new Set<string>();
  /** True if something lies on the web. */
  readonly hasRemote: boolean;
  readonly #keys = new Map<string, string>();
  readonly #owners = new Map<string, string>();

  constructor(feed: Feed, tree: FileTree | undefined, feedPath: string) {
    this.files = new PackageFiles(tree, feedPath, new Set(feed.entries.map(({ id }) => id)));
    const entries: PlacedEntry[] = [];
    const taken = new Set<string>();
    let hasRemote = false;
    for (const entry of feed.entries) {
      const targets = addressesOf(entry).map((address) => this.files.find(address));
      hasRemote ||= targets.some(({ is }) => is === 'remote') || showsRemote(entry);
      if (entry.type === 'person') continue;
      const key = freeKey(`entry:${entry.id === '' ? entry.title : entry.id}`, taken);
      if (!this.#keys.has(entry.id)) this.#keys.set(entry.id, key);
      const file = this.#ownFile(entry, targets);
      if (file !== undefined) this.#owners.set(file.path, key);
      for (const target of targets) {
        if (target.is === 'missing') this.missing.add(target.path);
        if (target.is === 'file' && target.file !== file && !this.attached.has(target.file.path))
          this.attached.set(target.file.path, key);
      }
      entries.push({ entry, key, ...(file === undefined ? {} : { file }) });
    }
    this.entries = entries;
    this.hasRemote = hasRemote;
  }

  /** True if a file is an entry's own, and so no item besides. */
  isOwned(file: TreeFile): boolean {
    return this.#owners.has(file.path);
  }

  /** Key of the item that something leads to, if it is an item. */
  keyOf(target: Target): string | undefined {
    if (target.is === 'entry') return this.#keys.get(target.id);
    if (target.is === 'file') return this.#owners.get(target.file.path) ?? `file:${target.file.key}`;
    return undefined;
  }

  /** The file that an entry is: its content, or the one thing enclosed in an entry without words. */
  #ownFile(entry: FeedEntry, targets: readonly Target[]): TreeFile | undefined {
    const files = targets.flatMap((target) => (target.is === 'file' ? [target.file] : []));
    const [first] = files;
    if (first === undefined || this.#owners.has(first.path)) return undefined;
    const content = entry.content?.src === undefined ? undefined : this.files.find(entry.content.src);
    if (content?.is === 'file') return content.file;
    return files.length === 1 && !hasWords(entry) ? first : undefined;
  }
}

/** What an entry is made of: its content elsewhere, and what is enclosed. Lengths and types of enclosures are often left out. */
function addressesOf({ content, links }: FeedEntry): string[] {
  return [
    ...(content?.src === undefined ? [] : [content.src]),
    ...links.filter(({ rel }) => rel === 'enclosure').map(({ href }) => href),
  ];
}

function showsRemote({ content, summary }: FeedEntry): boolean {
  return [content, summary].some(
    (part) =>
      part !== undefined &&
      /<(?:img|video|audio|iframe|embed|source)\s[^>]{0,2000}src\s*=\s*["']?https?:/i.test(part.value),
  );
}

/** Ids should be unique, and are not always. */
function freeKey(wanted: string, taken: Set<string>): string {
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted} #${String(number)}`;
  taken.add(key);
  return key;
}
