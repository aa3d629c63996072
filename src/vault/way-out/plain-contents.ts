import { createHash } from 'node:crypto';

import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { ItemRow, VersionRow } from '../../store/index/item-queries.ts';
import { openContent } from '../get-content.ts';
import type { OpenVault } from '../vault-context.ts';
import { plainName, PlainNames } from './plain-names.ts';

/** Where an item belongs, in words for names of folders and for the index. */
export interface ItemPlace {
  readonly source: string;
  readonly course: string;
  readonly assignment: string;
  readonly attempt: string;
}

/** Names for the contents of a vault as plain files, by where they belong. */
export class PlainContents {
  readonly #vault: OpenVault;
  readonly #names = new PlainNames();
  readonly #sources: ReadonlyMap<string, string>;
  readonly #courses: ReadonlyMap<string, string>;
  /** Path of each content that has been named, by its SHA-256. */
  readonly files = new Map<string, string>();

  constructor(vault: OpenVault) {
    this.#vault = vault;
    this.#sources = new Map(vault.index.sources.list().map(({ id, name }) => [id, name]));
    this.#courses = new Map(vault.index.items.courseTitles().map(({ item, title }) => [item, title]));
  }

  placeOf(item: ItemRow): ItemPlace {
    const { assignmentItem: assignment = item.kind === 'assignment' ? item.id : '' } = item;
    return {
      source: this.#sources.get(item.source) ?? item.source,
      course: this.#courses.get(assignment) ?? '',
      assignment: assignment === '' ? '' : (this.#vault.index.items.find(assignment)?.name ?? assignment),
      attempt: item.attempt === undefined ? '' : `Attempt ${String(item.attempt)}`,
    };
  }

  /** The file of a version's content; a content that several versions share is one file, named by the first. */
  nameOf(place: ItemPlace, { name, version, content }: VersionRow): string | undefined {
    if (content === undefined) return undefined;
    const known = this.files.get(content.sha256);
    if (known !== undefined) return known;
    const folder = [
      'files',
      plainName(place.source, 'source', 30),
      ...[place.course, place.assignment]
        .filter((each) => each !== '')
        .map((each) => plainName(each, 'course', 40)),
      ...(place.attempt === '' ? [] : [place.attempt]),
    ].join('/');
    const [last = ''] = name.split(/[\\/]/).slice(-1);
    const plain = plainName(last, 'file');
    const file = this.#names.take(folder, version === 1 ? plain : withVersion(plain, version));
    this.files.set(content.sha256, file);
    return file;
  }

  /** The file of a content that no version names as its own: answers of portals, as they came. */
  nameOfOther(sha256: string): string {
    const known = this.files.get(sha256);
    if (known !== undefined) return known;
    const file = `answers/${sha256}`;
    this.files.set(sha256, file);
    return file;
  }
}

function withVersion(name: string, version: number): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem}, version ${String(version)}${extension}`;
}

/** A content's bytes, and at their end the certainty that they are those. Throws `integrity.blob-*`, `internal.cancelled`. */
export async function* wholeContent(
  vault: OpenVault,
  content: { readonly sha256: string; readonly size: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  for await (const piece of openContent(vault, content)) {
    throwIfCancelled(signal);
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== content.sha256) throw new VaultError('integrity.blob-corrupt');
}
