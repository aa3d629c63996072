import type { JsonObject } from '../../../base/json.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import { claimedType } from '../../disk/claimed-types.ts';
import type { PullResult, Sink } from '../../source.ts';
import type { FileTree } from '../file-tree.ts';
import type { Given } from '../given.ts';
import type { ImportFormat } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import { takeItems } from '../take-items.ts';
import { failRefused, takeTreeFile } from '../tree-document.ts';

/** Name of the format of a zip archive or folder of nothing in particular. */
export const archiveFormat = 'archive';

/**
 * Any zip archive or folder, whatever portal it came from: each file is an item, with its path kept. A zip archive is kept whole as
 * well, since it is what the portal handed out; its files say that they are part of it.
 *
 * Nothing inside says where it came from, so its name does: a newer archive of the same name makes new versions.
 */
export const archiveImport: ImportFormat = {
  format: archiveFormat,
  recognise: async (given, context) => {
    const { tree } = given;
    if (tree === undefined) return undefined;
    const isFolder = given.kind === 'folder';
    const provenance = importProvenance(given, context);
    return {
      format: archiveFormat,
      title: isFolder ? 'Folder of files' : 'Zip file with files in it',
      origin: {
        key: isFolder ? `folder:${given.path.toWellFormed()}` : `zip:${plainName(given.name)}`,
        name: given.name.toWellFormed(),
      },
      notices: [],
      source: importSource({
        name: given.name,
        address: given.path,
        pull: (_previous, sink, signal) => takeTree(given, tree, provenance, sink, signal),
      }),
    };
  },
};

/** Key of the archive's own item. Files' keys begin with `file:`. */
export const archiveKey = 'archive';

async function takeTree(
  given: Given,
  tree: FileTree,
  provenance: () => Provenance,
  sink: Sink,
  signal: AbortSignal,
): Promise<PullResult> {
  const isArchive = given.kind === 'file';
  const total = tree.files.length + tree.refused.length + (isArchive ? 1 : 0);
  const record: JsonObject = isArchive ? { partOf: sink.idOf(archiveKey) } : {};
  return takeItems({ sink, signal, total }, async (taker) => {
    if (isArchive) await taker.take(given.name, given.size, () => takeArchive(given, provenance(), sink));
    for (const file of tree.files)
      await taker.take(file.name, file.size, () =>
        takeTreeFile(sink, file, { key: `file:${file.key}`, provenance: provenance(), record }),
      );
    for (const entry of tree.refused)
      await taker.take(entry.name, 0, () => failRefused(sink, entry, `file:${entry.key}`));
  });
}

/** Keeps the whole of what was given, byte for byte. */
export function takeArchive(given: Given, provenance: Provenance, sink: Sink) {
  const claimed = claimedType(given.name);
  return sink.take({
    key: archiveKey,
    recordKind: 'document',
    name: given.name.toWellFormed(),
    record: {
      name: given.name.toWellFormed(),
      role: 'archive',
      ...(claimed === undefined ? {} : { mediaTypeClaimed: claimed }),
      mediaTypeFound: 'application/zip',
    },
    content: given.content(),
    mediaType: 'application/zip',
    provenance,
  });
}

/** A name without what browsers and file managers add to a second copy: `(1)`, `- Copy`. */
function plainName(name: string): string {
  return name
    .toWellFormed()
    .replace(/(?: ?\(\d{1,3}\)| - Copy)+(?=\.[^.]*$|$)/iu, '')
    .normalize('NFC')
    .toLowerCase();
}
