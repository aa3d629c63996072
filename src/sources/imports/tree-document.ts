import { asVaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { DocumentRole } from '../../evidence/records/document.ts';
import { claimedType } from '../disk/claimed-types.ts';
import { roleOfType } from '../disk/file-record.ts';
import { headLength, typeOfHead } from '../disk/found-type.ts';
import type { ContentInput, ItemResult, Sink } from '../source.ts';
import type { RefusedEntry, TreeFile } from './file-tree.ts';

export interface TreeDocument {
  /** The item's key. */
  readonly key: string;
  readonly provenance: Provenance;
  /** By its type, if none is given. */
  readonly role?: DocumentRole;
  /** Instead of the file's own name. */
  readonly name?: string;
  /** What else is known of it: ids, links, times. */
  readonly record?: JsonObject;
}

/** Files up to this many bytes are read once, for what they are and to be kept; of longer ones the beginning is read twice. */
const readAtOnce = 262_144;

/** Packages that a document is told from only by what else is in them. */
const plainPackages = new Set(['application/zip', 'application/x-cfb']);

/**
 * Hands a file of a tree to the sink as a document with its path, its times, its type by bytes and a role by that type. A file that
 * cannot be read is a failed item. Throws what stops everything.
 */
export async function takeTreeFile(sink: Sink, file: TreeFile, document: TreeDocument): Promise<ItemResult> {
  const { key, provenance } = document;
  const name = document.name ?? file.name;
  const claimed = claimedType(file.name);
  let content: ContentInput = file.content();
  let head: Uint8Array;
  try {
    // By a path the sink reads it itself, on another thread.
    if ('path' in content || file.size > readAtOnce) head = await file.head();
    else {
      const bytes = await file.read(readAtOnce);
      content = { bytes };
      head = bytes.subarray(0, headLength);
    }
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    if (code.startsWith('internal.')) throw thrown;
    return sink.failed({ key, recordKind: 'document', name, code, details });
  }
  const found = await typeOfHead(head);
  const packaged = claimed !== undefined && found !== undefined && plainPackages.has(found);
  return sink.take({
    key,
    recordKind: 'document',
    name,
    record: {
      name: file.name,
      path: file.path,
      ...(file.pathBytes === undefined ? {} : { pathBytes: file.pathBytes }),
      role: document.role ?? roleOfType(packaged ? claimed : (found ?? claimed)),
      ...(claimed === undefined ? {} : { mediaTypeClaimed: claimed }),
      ...(found === undefined ? {} : { mediaTypeFound: found }),
      ...(file.modified === undefined ? {} : { modified: { ...file.modified } }),
      ...document.record,
    },
    content,
    ...(claimed === undefined ? {} : { mediaType: claimed }),
    provenance,
  });
}

/** Tells the sink of something in a folder that cannot be taken. */
export function failRefused(sink: Sink, entry: RefusedEntry, key: string): Promise<ItemResult> {
  const { name, code, details } = entry;
  return sink.failed({ key, recordKind: 'document', name, code, details });
}
