import type { Entry } from 'yauzl';

import { throwIfCancelled } from '../../../base/errors.ts';
import type { ArchiveContents, ArchiveMember } from '../../../evidence/records/archive-contents.ts';
import { claimedType } from '../claimed-types.ts';
import type { OpenFile } from '../disk.ts';
import { typeOfHead } from '../found-type.ts';
import { readMemberHead, type MemberHead } from './member-head.ts';
import { statedMemberPath } from './member-names.ts';
import { isEncrypted, problemsOfMember } from './member-problems.ts';
import { openZip, type OpenZip } from './open-zip.ts';
import { containerType } from './zip-container.ts';
import { zipLimits, type ZipLimits } from './zip-limits.ts';

/** A document in ZIP's packaging, or an archive with what it holds. */
export type ZipFinding =
  | { readonly is: 'document'; readonly mediaType: string }
  | { readonly is: 'archive'; readonly contents: ArchiveContents };

export interface ZipQuestion {
  readonly file: OpenFile;
  readonly size: number;
  /** The type that the file's name claims. */
  readonly claimed: string | undefined;
  readonly signal: AbortSignal;
  readonly limits?: ZipLimits;
}

/**
 * Looks into a ZIP archive: lists its members and unpacks the first bytes of some in memory, within limits. Nothing is ever
 * written to disk; whatever is wrong is recorded, never an error. Throws the disk's own errors and `internal.cancelled`.
 */
export async function inspectZip(question: ZipQuestion): Promise<ZipFinding> {
  const opened = await openZip(question.file, question.size);
  if (opened === undefined)
    return { is: 'archive', contents: { members: [], complete: false, problems: ['unreadable'] } };
  try {
    return await new Inspection(question, opened).run();
  } finally {
    opened.zip.close();
  }
}

class Inspection {
  readonly #question: ZipQuestion;
  readonly #opened: OpenZip;
  readonly #limits: ZipLimits;
  readonly #members: ArchiveMember[] = [];
  readonly #names = new Set<string>();
  readonly #ranges: { start: number; end: number }[] = [];
  readonly #problems = new Set<string>();
  #complete = true;
  #namesLength = 0;
  #unpacked = 0;
  #mimetype: string | undefined;

  constructor(question: ZipQuestion, opened: OpenZip) {
    this.#question = question;
    this.#opened = opened;
    this.#limits = question.limits ?? zipLimits;
  }

  async run(): Promise<ZipFinding> {
    await this.#list();
    const mediaType = containerType(this.#names, this.#mimetype, this.#question.claimed);
    if (mediaType !== undefined) return { is: 'document', mediaType };
    if (this.#unpacked > this.#limits.unpacked) this.#problems.add('extreme-size');
    if (this.#overlap()) this.#problems.add('overlapping-members');
    const problems = [...this.#problems];
    return {
      is: 'archive',
      contents: {
        members: this.#members,
        complete: this.#complete,
        ...(problems.length === 0 ? {} : { problems }),
      },
    };
  }

  async #list(): Promise<void> {
    try {
      for await (const entry of this.#opened.zip.eachEntry()) {
        throwIfCancelled(this.#question.signal);
        this.#namesLength += entry.fileNameLength;
        if (this.#members.length >= this.#limits.members || this.#namesLength > this.#limits.namesLength) {
          this.#stop('too-many-members');
          return;
        }
        await this.#take(entry);
      }
    } catch (thrown) {
      this.#opened.throwDiskError();
      throwIfCancelled(this.#question.signal);
      // What is left are yauzl's own refusals of a directory that is broken from here on.
      if (!(thrown instanceof Error)) throw thrown;
      this.#stop('directory-broken');
    }
  }

  async #take(entry: Entry): Promise<void> {
    const stated = statedMemberPath(entry, this.#limits.nameLength);
    const { path } = stated;
    const known = this.#names.has(path);
    this.#names.add(path);
    this.#unpacked += entry.uncompressedSize;
    const start = entry.relativeOffsetOfLocalHeader;
    this.#ranges.push({ start, end: start + entry.compressedSize });
    // A folder's own entry holds nothing.
    if (path.endsWith('/') && entry.uncompressedSize === 0 && !known) return;
    const problems = problemsOfMember(entry, path, this.#limits);
    if (known) problems.push('duplicate-name');
    const head = await this.#head(entry, path);
    problems.push(...head.problems);
    const mediaType = (head.bytes && (await typeOfHead(head.bytes))) ?? claimedType(path);
    this.#members.push({
      ...stated,
      size: entry.uncompressedSize,
      crc32: (entry.crc32 >>> 0).toString(16).padStart(8, '0'),
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(problems.length === 0 ? {} : { problems }),
    });
  }

  async #head(entry: Entry, path: string): Promise<MemberHead> {
    const readable = !isEncrypted(entry) && [0, 8].includes(entry.compressionMethod);
    if (!readable || this.#members.length >= this.#limits.sniffed) return { bytes: undefined, problems: [] };
    const head = await readMemberHead(this.#opened.zip, this.#question.file, entry);
    if (path === 'mimetype' && head.bytes !== undefined && entry.uncompressedSize <= 200)
      this.#mimetype = Buffer.from(head.bytes).toString('latin1').trim();
    return head;
  }

  /** Members that share bytes unpack to far more than the archive holds (the quoted-overlap bomb). */
  #overlap(): boolean {
    const ranges = this.#ranges.sort((a, b) => a.start - b.start);
    return ranges.some((range, index) => index > 0 && range.start < (ranges[index - 1]?.end ?? 0));
  }

  #stop(problem: string): void {
    this.#complete = false;
    this.#problems.add(problem);
  }
}
