import { cleanAddress } from '../../portal/clean-address.ts';
import type { FileTree, TreeFile } from '../file-tree.ts';

/** What an address in a feed leads to. */
export type Target =
  | { readonly is: 'file'; readonly file: TreeFile }
  | { readonly is: 'entry'; readonly id: string }
  /** Elsewhere; nothing is fetched from there. Without what might open a session. */
  | { readonly is: 'remote'; readonly address: string }
  /** A file that should be in the package and is not. */
  | { readonly is: 'missing'; readonly path: string }
  | { readonly is: 'nothing' };

/** Finds what the addresses of a feed mean: another entry, a file of the package, something on the web. */
export class PackageFiles {
  readonly #tree: FileTree | undefined;
  readonly #folder: string;
  readonly #entries: ReadonlySet<string>;

  /**
   * @param tree the package; undefined for a feed that came alone
   * @param feedPath where the feed lies in it
   * @param entries ids of all entries
   */
  constructor(tree: FileTree | undefined, feedPath: string, entries: ReadonlySet<string>) {
    this.#tree = tree;
    this.#folder = feedPath.slice(0, feedPath.lastIndexOf('/') + 1);
    this.#entries = entries;
  }

  find(href: string): Target {
    if (this.#entries.has(href)) return { is: 'entry', id: href };
    if (/^(?:https?|ftp):/i.test(href)) return { is: 'remote', address: withoutSecrets(href) };
    // Mahara writes `portfolio:files/…` for files of the package, and `portfolio:…` for entries.
    const local = href.replace(/^portfolio:/i, '').replace(/[?#].*$/s, '');
    if (local === '' || /^[a-z][a-z0-9+.-]*:/i.test(local)) return { is: 'nothing' };
    for (const path of [local, decoded(local)]) {
      const inside = insidePath(`${this.#folder}${path}`);
      const file = inside === undefined ? undefined : this.#tree?.find(inside);
      if (file !== undefined) return { is: 'file', file };
    }
    return /[./]/.test(local) ? { is: 'missing', path: local } : { is: 'nothing' };
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A path without `.` and `..`; undefined for one that leads out. */
function insidePath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function withoutSecrets(address: string): string {
  return URL.canParse(address) ? cleanAddress(address).address : '';
}
