import type { ZipArchive } from '../bundle/zip/zip-reader.ts';
import type { ZipMember } from '../bundle/zip/zip-format.ts';

/** The files of a bundle by their path inside the base folder. */
export class BundleFiles {
  readonly base: string;
  readonly #zip: ZipArchive;
  readonly #members: ReadonlyMap<string, ZipMember>;

  private constructor(zip: ZipArchive, base: string) {
    this.#zip = zip;
    this.base = base;
    this.#members = new Map(zip.members.map((member) => [member.name.slice(base.length + 1), member]));
  }

  /** Undefined unless all files lie in one folder. */
  static find(zip: ZipArchive): BundleFiles | undefined {
    const [base] = zip.members[0]?.name.split('/', 1) ?? [];
    const one = base !== undefined && zip.members.every(({ name }) => name.startsWith(`${base}/`));
    return one ? new BundleFiles(zip, base) : undefined;
  }

  get paths(): readonly string[] {
    return [...this.#members.keys()];
  }

  has(path: string): boolean {
    return this.#members.has(path);
  }

  find(path: string): ZipMember | undefined {
    return this.#members.get(path);
  }

  /** The bytes, or undefined if there is no such file or it is longer than `limit`. */
  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    const member = this.#members.get(path);
    return member === undefined || member.size > limit ? undefined : this.#zip.read(member, limit);
  }

  /** The SHA-256 of files that are there, taken on another thread in this order; undefined where there is none. */
  digest(wanted: readonly string[]): ReadonlyMap<string, Promise<Uint8Array>> | undefined {
    const members = wanted.flatMap((path) => this.#members.get(path) ?? []);
    const digests = members.length === wanted.length ? this.#zip.digest(members) : undefined;
    if (digests === undefined) return undefined;
    return new Map(digests.flatMap((digest, at) => (wanted[at] === undefined ? [] : [[wanted[at], digest]])));
  }

  /** Nothing for a file that is not there. */
  async *stream(path: string): AsyncGenerator<Uint8Array> {
    const member = this.#members.get(path);
    if (member !== undefined) yield* this.#zip.stream(member);
  }
}
