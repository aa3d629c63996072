import { throwIfCancelled, VaultError } from '../base/errors.ts';
import type { BundleSink, ContentRef, OpenContent } from './bundle-input.ts';
import type { BundlePlan, PlannedFile } from './plan-bundle.ts';
import { encodeLocalHeader } from './zip/zip-headers.ts';
import { encodeDirectory } from './zip/zip-layout.ts';

/** How far the writing is, in bytes of the whole zip. */
interface BundleProgress {
  readonly done: number;
  readonly total: number;
}

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: BundleProgress) => void) | undefined;
}

/**
 * Writes a planned bundle as one zip, front to back. Each content's length is checked on the way, its bytes by `open`; memory stays
 * within a few of the pieces that `open` yields.
 *
 * Throws `integrity.blob-corrupt` with `item` and `version` if a content is longer or shorter than the ledger says (plan again without it,
 * and list it as missing); what `open` throws, with `item` and `version` added to a VaultError; what the sink throws;
 * `internal.cancelled`. What was written until then is no bundle.
 */
export async function writeBundle(
  plan: BundlePlan,
  open: OpenContent,
  sink: BundleSink,
  options: WriteOptions = {},
): Promise<void> {
  const output = new GatheringOutput(sink, plan.size, options);
  for (const file of plan.layout.members) {
    await output.write(encodeLocalHeader(file, plan.when));
    for await (const piece of bodyOf(file, open, options.signal)) await output.write(piece);
  }
  for (const piece of encodeDirectory(plan.layout, plan.when)) await output.write(piece);
  await output.flush();
  if (output.done !== plan.size) throw new VaultError('internal.bug', { what: 'bundle-size' });
}

async function* bodyOf(
  { body }: PlannedFile,
  open: OpenContent,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if ('bytes' in body) yield body.bytes;
  else yield* wholeContent(body.content, open, signal);
}

/** A content's bytes, as many as its entry says: too long is found before the surplus is written. */
async function* wholeContent(
  content: ContentRef,
  open: OpenContent,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const piece of open(content, signal)) {
      throwIfCancelled(signal);
      length += piece.length;
      if (length > content.size) break;
      yield piece;
    }
    if (length !== content.size) throw new VaultError('integrity.blob-corrupt', { what: 'length' });
  } catch (thrown) {
    throw withItem(thrown, content);
  }
}

function withItem(thrown: unknown, { item, version }: ContentRef): unknown {
  return thrown instanceof VaultError && thrown.code !== 'internal.cancelled'
    ? new VaultError(thrown.code, { ...thrown.details, item, version }, thrown)
    : thrown;
}

const gatherUpTo = 262_144;
/** A longer piece is passed on as it is. */
const smallPiece = 65_536;

/** Gathers small pieces, so that thousands of headers do not become thousands of writes. */
class GatheringOutput {
  done = 0;
  readonly #sink: BundleSink;
  readonly #total: number;
  readonly #options: WriteOptions;
  readonly #gathered = new Uint8Array(gatherUpTo);
  #length = 0;

  constructor(sink: BundleSink, total: number, options: WriteOptions) {
    this.#sink = sink;
    this.#total = total;
    this.#options = options;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length > smallPiece || this.#length + bytes.length > gatherUpTo) await this.flush();
    if (bytes.length > smallPiece) return this.#send(bytes);
    this.#gathered.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const bytes = this.#gathered.subarray(0, this.#length);
    this.#length = 0;
    await this.#send(bytes);
  }

  async #send(bytes: Uint8Array): Promise<void> {
    throwIfCancelled(this.#options.signal);
    // The sink may take the memory of a content's pieces.
    const { length } = bytes;
    await this.#sink.write(bytes);
    this.done += length;
    this.#options.onProgress?.({ done: this.done, total: this.#total });
  }
}
