import type { Readable } from 'node:stream';

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

import { DocumentProblem, type ExaminationLimits } from './examination.ts';

/** A document in ZIP's packaging, in memory: its parts are unpacked piece by piece, and all of them together within a limit. */
export class PackageParts {
  readonly #zip: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;
  #left: number;

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>, unpacked: number) {
    this.#zip = zip;
    this.#parts = parts;
    this.#left = unpacked;
  }

  /** Throws `DocumentProblem` `malformed`, `encrypted`, `unpacks-too-large`. */
  static async open(
    bytes: Uint8Array,
    limits: Pick<ExaminationLimits, 'parts' | 'unpacked'>,
  ): Promise<PackageParts> {
    const parts = new Map<string, Entry>();
    try {
      const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw new DocumentProblem('encrypted');
        if (parts.size >= limits.parts) throw new DocumentProblem('unpacks-too-large');
        if (!parts.has(entry.fileName)) parts.set(entry.fileName, entry);
      }
      return new PackageParts(zip, parts, limits.unpacked);
    } catch (thrown) {
      throw asProblem(thrown);
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  /** Names of the parts that `pattern` describes, in the order of the number in them. */
  names(pattern: RegExp): string[] {
    return [...this.#parts.keys()]
      .filter((name) => pattern.test(name))
      .sort((a, b) => numberIn(a) - numberIn(b));
  }

  /** The bytes of a part; nothing for one that is not there. Throws `DocumentProblem`. */
  async *read(name: string): AsyncIterable<Uint8Array> {
    const entry = this.#parts.get(name);
    if (entry === undefined) return;
    let stream: Readable | undefined;
    try {
      stream = await this.#zip.openReadStreamPromise(entry);
      const pieces: AsyncIterable<Uint8Array> = stream;
      for await (const piece of pieces) {
        this.#left -= piece.length;
        if (this.#left < 0) throw new DocumentProblem('unpacks-too-large');
        yield piece;
      }
    } catch (thrown) {
      throw asProblem(thrown);
    } finally {
      stream?.destroy();
    }
  }
}

/** What yauzl and zlib refuse is a broken package. */
function asProblem(thrown: unknown): DocumentProblem {
  return thrown instanceof DocumentProblem ? thrown : new DocumentProblem('malformed', thrown);
}

function numberIn(name: string): number {
  return Number(/(\d+)[^\d/]*$/u.exec(name)?.[1] ?? 0);
}
