import { encodeHex } from '../base/bytes.ts';
import { asVaultError, VaultError } from '../base/errors.ts';
import type { BundleSink, ContentRef } from '../bundle/bundle-input.ts';
import type { BundlePlan } from '../bundle/plan-bundle.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { releaseBytes } from '../platform/release-bytes.ts';
import type { PullProgress } from '../sources/source.ts';
import { BlobReader } from '../store/blob/blob-reader.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import { openCopy } from './export-copies.ts';
import { openExportSink } from './export-sink.ts';
import type { ExportWriters } from './export-writers.ts';
import { findAbsence, openProven } from './get-content.ts';
import { writeCopies } from './out-files.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** A bundle that is to be written, and where. */
export interface PlannedExport {
  readonly plan: BundlePlan;
  /** Absolute path. */
  readonly out: string;
}

interface WriteExportOptions {
  readonly force?: boolean;
  readonly recipients?: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly writers: ExportWriters;
  /** What the learner calls an item, by its id. */
  readonly nameOf: (item: string) => string;
}

/** The files as they lie there now, in the order of the plans; or the contents that stood in the way, and nothing was left behind. */
type WriteAttempt =
  | { readonly written: readonly { readonly bytes: number; readonly sha256: string }[] }
  | { readonly broken: readonly BrokenContent[] };

export interface BrokenContent {
  readonly content: ContentRef;
  readonly code: 'integrity.blob-missing' | 'integrity.blob-corrupt';
}

/**
 * Writes bundles, all or none, or says which contents could not be read: all that are not there, or the first that turns out to be damaged.
 * Throws `input.*`, `storage.*`, `internal.cancelled`.
 */
export async function writeExport(
  vault: WritableVault,
  exports: readonly PlannedExport[],
  options: WriteExportOptions,
): Promise<WriteAttempt> {
  // Thousands of small files are read by this thread in half the time that handing each of them to another takes.
  const source: OpenVault = {
    ...vault,
    blobs: new BlobReader(NodeDurable.blocking(), vault.dir, vault.id, 1),
  };
  const absent: BrokenContent[] = [];
  for (const content of exports.flatMap(({ plan }) => plan.contents)) {
    const code = await findAbsence(source, content.original ?? content);
    if (code !== undefined) absent.push({ content, code });
  }
  if (absent.length > 0) return { broken: absent };
  let reading: ContentRef | undefined;
  const fresh: Fresh = { piece: undefined };
  const open = (content: ContentRef): AsyncIterable<Uint8Array> => {
    reading = content;
    options.onProgress?.({ name: options.nameOf(content.item), done: 0 });
    return content.original === undefined
      ? releasing(openProven(source, content), fresh)
      : openCopy(source, content.original, content.sha256);
  };
  const written: { bytes: number; sha256: string }[] = [];
  const outs = exports.map(({ out }) => out);
  try {
    // So are the pieces of a bundle written.
    const port = vault.port instanceof NodeDurable ? NodeDurable.blocking() : vault.port;
    await writeCopies(outs, { force: options.force ?? false, port }, async (out, place) => {
      const plan = exports[place]?.plan;
      if (plan === undefined) throw new VaultError('internal.bug', { what: 'bundle' });
      const writer = options.writers.open(out);
      try {
        const file: BundleSink = {
          write: (bytes) => (bytes === fresh.piece ? writer.give(bytes) : writer.write(bytes)),
        };
        const sink = await openExportSink(file, options.recipients ?? []);
        await writeBundle(plan, open, sink, { signal: options.signal });
        await sink.finish();
        const { size, sha256 } = await writer.finish();
        written.push({ bytes: size, sha256: encodeHex(sha256) });
      } finally {
        await writer.close();
      }
    });
    return { written };
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (
      reading !== undefined &&
      (error.code === 'integrity.blob-missing' || error.code === 'integrity.blob-corrupt')
    )
      return { broken: [{ content: reading, code: error.code }] };
    throw error;
  }
}

/** The piece of a content that was decrypted last, for nobody but who writes it now. */
interface Fresh {
  piece: Uint8Array | undefined;
}

/** Gives the memory of each piece back once the next is asked for, unless it was taken. */
async function* releasing(pieces: AsyncIterable<Uint8Array>, fresh: Fresh): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of pieces) {
      fresh.piece = piece;
      yield piece;
      if (piece.length > 0) releaseBytes(piece);
    }
  } finally {
    fresh.piece = undefined;
  }
}
