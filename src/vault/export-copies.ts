import { encodeHex } from '../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { digestsOf } from '../bundle/digests-of.ts';
import type { Digests } from '../evidence/digests.ts';
import { readFileMetadata, stripFileMetadata } from '../sources/metadata/file-metadata.ts';
import type { SaidThing } from '../sources/metadata/said-thing.ts';
import type { PullProgress } from '../sources/source.ts';
import { selectForExport, type ExportChoice } from './export-selection.ts';
import { findAbsence, openContent } from './get-content.ts';
import type { OpenVault } from './vault-context.ts';

/** What a file that would go along says beside what it shows. */
export interface FileSays {
  readonly item: string;
  readonly what: string;
  readonly said: readonly SaidThing[];
  /** True if a copy can say less. */
  readonly strippable: boolean;
}

interface LookOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** Longer files are not looked into: they would have to be held in memory. */
const longest = 64 * 1024 * 1024;
const firstBytes = 8;

/**
 * What the pictures and office files of a choice say of who made them, where and with what. Every one of them is read, in memory alone.
 * Throws as `selectForExport`.
 */
export async function previewMetadata(
  vault: OpenVault,
  choice: ExportChoice,
  options: LookOptions = {},
): Promise<FileSays[]> {
  const { items } = await selectForExport(vault, choice, options.signal);
  const found: FileSays[] = [];
  for (const file of filesOf(vault, items)) {
    const bytes = await readFile(vault, file, options);
    const read = bytes === undefined ? undefined : await readFileMetadata(bytes);
    if (read !== undefined && read.said.length > 0) found.push({ item: file.item, what: file.what, ...read });
  }
  return found;
}

/**
 * Copies of files that say something of themselves, where they are wanted: their digests, by the SHA-256 of what they are copies of. The
 * bytes are made again when their turn comes, so nothing lies on the disk and one file at a time in memory.
 */
export async function makeCopies(
  vault: OpenVault,
  items: readonly string[],
  wanted: boolean,
  options: LookOptions,
): Promise<{ readonly copies: ReadonlyMap<string, Digests>; readonly said: readonly FileSays[] }> {
  const copies = new Map<string, Digests>();
  const said: FileSays[] = [];
  for (const file of wanted ? filesOf(vault, items) : []) {
    const bytes = await readFile(vault, file, options);
    if (bytes === undefined) continue;
    const copy = await stripFileMetadata(bytes);
    if (copy !== undefined) copies.set(file.sha256, digestsOf(vault.hashes, copy));
    const left = await readFileMetadata(copy ?? bytes);
    if (left !== undefined && left.said.length > 0) said.push({ item: file.item, what: file.what, ...left });
  }
  return { copies, said };
}

/**
 * The copy of a content, made again. Throws `integrity.blob-corrupt` if the content is not what the ledger says, or its copy is not the one with
 * that SHA-256.
 */
export async function* openCopy(
  vault: OpenVault,
  original: Pick<Digests, 'sha256' | 'size'>,
  sha256: string,
): AsyncGenerator<Uint8Array> {
  const copy = await stripFileMetadata(await readWhole(vault, original));
  if (copy === undefined) throw new VaultError('internal.bug', { what: 'copy' });
  if (encodeHex(vault.hashes.sha256(copy)) !== sha256)
    throw new VaultError('integrity.blob-corrupt', { what: 'copy' });
  yield copy;
}

interface KeptFile extends Pick<Digests, 'sha256' | 'size'> {
  readonly item: string;
  readonly what: string;
}

/** The stored contents of items, each once. */
function filesOf(vault: OpenVault, items: readonly string[]): KeptFile[] {
  const files = new Map<string, KeptFile>();
  for (const item of items)
    for (const { name, content, stored } of vault.index.items.versionPlaces(item))
      if (stored && content !== undefined && !files.has(content.sha256))
        files.set(content.sha256, { ...content, item, what: name });
  return [...files.values()];
}

/** The bytes of a file that may say something of itself; undefined for others, and for what is not whole: the export lists that. */
async function readFile(
  vault: OpenVault,
  file: KeptFile,
  { signal, onProgress }: LookOptions,
): Promise<Uint8Array | undefined> {
  throwIfCancelled(signal);
  if (file.size > longest || file.size <= firstBytes) return undefined;
  if ((await findAbsence(vault, file)) !== undefined) return undefined;
  onProgress?.({ name: file.what, done: 0 });
  try {
    const head = await collect(openContent(vault, file, { start: 0, end: firstBytes }));
    return mayHoldMetadata(head) ? await readWhole(vault, file) : undefined;
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code.startsWith('integrity.blob-')) return undefined;
    throw thrown;
  }
}

/** JPEG, PNG, PDF, or a zip. */
function mayHoldMetadata([first, second]: Uint8Array): boolean {
  return (
    (first === 0xff && second === 0xd8) ||
    (first === 0x89 && second === 0x50) ||
    (first === 0x25 && second === 0x50) ||
    (first === 0x50 && second === 0x4b)
  );
}

async function readWhole(vault: OpenVault, content: Pick<Digests, 'sha256' | 'size'>): Promise<Uint8Array> {
  const bytes = await collect(openContent(vault, content));
  if (encodeHex(vault.hashes.sha256(bytes)) !== content.sha256)
    throw new VaultError('integrity.blob-corrupt');
  return bytes;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  return new Uint8Array(Buffer.concat(held));
}
