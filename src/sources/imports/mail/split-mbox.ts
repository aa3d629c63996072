import { createHash } from 'node:crypto';

import { concatBytes } from '../../../base/bytes.ts';
import { readHeaderBlock, unfolded, valuesOf } from '../../../verify/origin/mail/header-block.ts';
import { largestReadMessage, longestHeader } from '../../../verify/origin/mail/mail-limits.ts';
import { Unquoter } from './unquote.ts';

/** A message as it stands in an mbox. */
export interface MboxMember {
  /** The `From ` line before it, without its end. */
  readonly separator: string;
  /** Where its first byte is in the file, and how many bytes it has there. */
  readonly start: number;
  readonly length: number;
  /** False if its writer counted its length instead (mboxcl2), so that nothing in it was quoted. */
  readonly quoted: boolean;
  /** How many lines lost a `>`, and the numbers of the first thousand of them. */
  readonly unquoted: { readonly count: number; readonly lines: readonly number[] };
  /** Of the message itself. */
  readonly sha256: string;
  readonly size: number;
  /** The message itself; its beginning if it is too large to be held. */
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

const lf = 0x0a;
const cr = 0x0d;
/** A line longer than this is no separator, and is passed on in pieces. */
const longestLine = 64 * 1024;
/** Wrong lengths in one file after which none is believed. */
const mostWrongLengths = 3;

/** `From ` with an address or a dash, and a time and a year somewhere after it, as every known writer has them. */
const separatorLine =
  /^From .{0,1000}\b\d{1,2}:\d{2}\b.{0,40}\b(?:19|20)\d{2}\b|^From .{0,1000}\b(?:19|20)\d{2}\b.{0,40}\b\d{1,2}:\d{2}\b/;

/**
 * Splits an mbox as it streams by; one message at a time is held in memory, and none beyond `limit` bytes.
 *
 * A message begins after a `From ` line with a time in it that stands first or after an empty line, and the empty line before the next
 * one is the mbox's. Where a message says its own length (Content-Length) and that leads to just such a line, lines in between that look like
 * one are text.
 */
export async function* splitMbox(
  pieces: AsyncIterable<Uint8Array>,
  limit = largestReadMessage,
): AsyncGenerator<MboxMember, void, undefined> {
  const splitter = new Splitter(limit);
  for await (const piece of pieces) yield* splitter.push(piece);
  yield* splitter.end();
}

class Splitter {
  readonly #limit: number;
  #rest: Uint8Array = new Uint8Array(0);
  #atLineStart = true;
  #offset = 0;
  #current: Collecting | undefined;
  #wrongLengths = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  *push(piece: Uint8Array): Generator<MboxMember, void, undefined> {
    let bytes = this.#rest.length === 0 ? piece : concatBytes(this.#rest, piece);
    let at = 0;
    while (at < bytes.length) {
      const end = bytes.indexOf(lf, at);
      if (end === -1 && bytes.length - at <= longestLine) break;
      const next = end === -1 ? bytes.length : end + 1;
      const line = bytes.subarray(at, next);
      const again = yield* this.#line(line, end !== -1);
      if (again === undefined) at = next;
      else {
        // A length was wrong: what it had swallowed is looked at again.
        bytes = concatBytes(again, bytes.subarray(at));
        this.#offset -= again.length;
        at = 0;
      }
    }
    this.#rest = bytes.slice(at);
  }

  *end(): Generator<MboxMember, void, undefined> {
    for (;;) {
      const tail = this.#rest;
      this.#rest = new Uint8Array(0);
      const swallowed = tail.length > 0 ? yield* this.#line(tail, false) : undefined;
      if (swallowed !== undefined) {
        this.#offset -= swallowed.length;
        yield* this.push(concatBytes(swallowed, tail));
        continue;
      }
      const wrong = this.#current?.wrongLength({ atEnd: true });
      if (wrong === undefined) break;
      const again = yield* this.#cutBack(wrong);
      this.#offset -= again.length;
      yield* this.push(again);
    }
    yield* this.#emit();
  }

  /** A length was wrong: ends the message where it seemed to end at first, and gives back what came after. */
  *#cutBack(end: number): Generator<MboxMember, Uint8Array, undefined> {
    this.#wrongLengths += 1;
    const again = this.#current?.cutBack(end) ?? new Uint8Array(0);
    yield* this.#emit();
    this.#atLineStart = true;
    return again;
  }

  /** @returns bytes to be looked at again before this line, if a length turned out wrong */
  *#line(line: Uint8Array, ended: boolean): Generator<MboxMember, Uint8Array | undefined, undefined> {
    const isSeparator = this.#atLineStart && this.#isSeparator(line);
    const current = this.#current;
    if (current !== undefined && (isSeparator || current.isPastLength)) {
      const wrong = current.wrongLength({ atEnd: false });
      if (wrong !== undefined) return yield* this.#cutBack(wrong);
    }
    if (isSeparator && current?.mayEnd() !== false) {
      yield* this.#emit();
      this.#offset += line.length;
      this.#current = new Collecting(
        textOf(line),
        this.#offset,
        this.#limit,
        this.#wrongLengths < mostWrongLengths,
      );
    } else {
      if (isSeparator) current?.passCandidate();
      this.#offset += line.length;
      current?.add(line, this.#atLineStart && ended && isBlank(line));
    }
    this.#atLineStart = ended;
    return undefined;
  }

  #isSeparator(line: Uint8Array): boolean {
    if (line[0] !== 0x46 || line[4] !== 0x20 || line.length > 2_000) return false;
    if (this.#current === undefined) return textOf(line).startsWith('From ');
    return this.#current.endsBlank && separatorLine.test(textOf(line));
  }

  *#emit(): Generator<MboxMember, void, undefined> {
    const current = this.#current;
    this.#current = undefined;
    if (current !== undefined && current.length > 0) yield current.member();
  }
}

/** One message while its bytes come in. */
class Collecting {
  readonly #separator: string;
  readonly #start: number;
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  /** Set once it is too large to be held. */
  #large:
    | {
        readonly unquoter: Unquoter;
        readonly hash: ReturnType<typeof createHash>;
        size: number;
        head: Uint8Array;
      }
    | undefined;
  #blank: Uint8Array | undefined;
  length = 0;
  endsBlank = false;
  #believesLength: boolean;
  #bodyStart: number | undefined;
  #saidLength: number | undefined;
  /** Where lines that look like separators begin. */
  readonly #candidates: number[] = [];
  #passed = 0;

  constructor(separator: string, start: number, limit: number, believesLength: boolean) {
    this.#separator = separator;
    this.#start = start;
    this.#limit = limit;
    this.#believesLength = believesLength;
  }

  add(line: Uint8Array, blank: boolean): void {
    this.length += line.length;
    if (this.#large !== undefined) this.#addLarge(line, blank);
    else {
      this.#parts.push(joined(this.#parts, line));
      if (this.length > this.#limit) this.#becomeLarge(blank);
    }
    this.endsBlank = blank;
    if (blank && this.#bodyStart === undefined) this.#endHeader();
  }

  /** True if a line like a separator ends this message here. */
  mayEnd(): boolean {
    const body = this.#bodyLength();
    return this.#saidLength === undefined || body === undefined || body >= this.#saidLength;
  }

  passCandidate(): void {
    this.#passed += 1;
    if (this.#candidates.length < 1) this.#candidates.push(this.length);
  }

  /** True once more has come than the message said it has, and lines that look like separators were passed on its word. */
  get isPastLength(): boolean {
    const body = this.#bodyLength();
    return (
      this.#passed > 0 && this.#saidLength !== undefined && body !== undefined && body > this.#saidLength + 2
    );
  }

  /** Where the message really ends, if its length was wrong and lines were passed on its word. */
  wrongLength({ atEnd }: { readonly atEnd: boolean }): number | undefined {
    const [candidate] = this.#candidates;
    const body = this.#bodyLength();
    if (candidate === undefined || this.#saidLength === undefined || body === undefined) return undefined;
    const over = body - this.#saidLength;
    return over > 2 || (atEnd && over < 0) ? candidate : undefined;
  }

  /** Ends the message at `end` and gives back what came after. */
  cutBack(end: number): Uint8Array {
    const all = concatBytes(...this.#parts);
    this.#parts = [all.subarray(0, end)];
    this.length = end;
    this.endsBlank = true;
    this.#candidates.length = 0;
    this.#passed = 0;
    this.#saidLength = undefined;
    this.#believesLength = false;
    return all.slice(end);
  }

  member(): MboxMember {
    const from = { separator: this.#separator.replace(/\r?\n$/, ''), start: this.#start };
    if (this.#large !== undefined) {
      const { unquoter, hash, head } = this.#large;
      const tail = unquoter.end();
      hash.update(tail);
      const size = this.#large.size + tail.length;
      return {
        ...from,
        length: this.length - (this.#blank?.length ?? 0),
        quoted: true,
        unquoted: { count: unquoter.count, lines: unquoter.lines },
        sha256: hash.digest('hex'),
        size,
        bytes: head,
        whole: false,
      };
    }
    const all = concatBytes(...this.#parts);
    const inFile = this.endsBlank ? all.subarray(0, all.length - (all.at(-2) === cr ? 2 : 1)) : all;
    // Lines that look like separators and stand unquoted in it say that its writer does not quote.
    const quoted = this.#passed === 0;
    const unquoter = new Unquoter();
    const bytes = quoted ? concatBytes(unquoter.push(inFile), unquoter.end()) : inFile;
    return {
      ...from,
      length: inFile.length,
      quoted,
      unquoted: { count: unquoter.count, lines: unquoter.lines },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      bytes,
      whole: true,
    };
  }

  #bodyLength(): number | undefined {
    return this.#bodyStart === undefined ? undefined : this.length - this.#bodyStart;
  }

  #endHeader(): void {
    this.#bodyStart = this.length;
    if (!this.#believesLength || this.#large !== undefined || this.length > longestHeader) return;
    const [said] = valuesOf(readHeaderBlock(concatBytes(...this.#parts)), 'content-length').map(unfolded);
    if (said === undefined || !/^\d{1,9}$/.test(said) || Number(said) > this.#limit - this.length) return;
    this.#saidLength = Number(said);
  }

  #becomeLarge(blank: boolean): void {
    const all = concatBytes(...this.#parts);
    this.#parts = [];
    this.#saidLength = undefined;
    const hash = createHash('sha256');
    this.#large = { unquoter: new Unquoter(), hash, size: 0, head: new Uint8Array(0) };
    const cut = blank ? all.length - (all.at(-2) === cr ? 2 : 1) : all.length;
    const first = this.#large.unquoter.push(all.subarray(0, cut));
    hash.update(first);
    this.#large.size = first.length;
    this.#large.head = first.slice(0, longestHeader);
    if (blank) this.#blank = all.slice(cut);
  }

  #addLarge(line: Uint8Array, blank: boolean): void {
    if (this.#large === undefined) return;
    if (this.#blank !== undefined) this.#hashLarge(this.#blank);
    this.#blank = undefined;
    if (blank) this.#blank = line.slice();
    else this.#hashLarge(line);
  }

  #hashLarge(bytes: Uint8Array): void {
    if (this.#large === undefined) return;
    const plain = this.#large.unquoter.push(bytes);
    this.#large.hash.update(plain);
    this.#large.size += plain.length;
  }
}

/** The next part: lines that lie beside each other in memory are one part, so that there are few. */
function joined(parts: Uint8Array[], line: Uint8Array): Uint8Array {
  const last = parts.at(-1);
  if (last?.buffer !== line.buffer || last.byteOffset + last.length !== line.byteOffset) return line;
  parts.pop();
  return new Uint8Array(line.buffer, last.byteOffset, last.length + line.length);
}

function isBlank(line: Uint8Array): boolean {
  return line[0] === lf || (line[0] === cr && line[1] === lf);
}

function textOf(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, 2_000)).toString('latin1');
}

/** One message of an mbox that is too large to be held, read again from the file. */
export async function* memberStream(
  pieces: AsyncIterable<Uint8Array>,
  member: Pick<MboxMember, 'start' | 'length' | 'quoted'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const unquoter = new Unquoter();
  let at = 0;
  const end = member.start + member.length;
  for await (const piece of pieces) {
    const from = Math.max(0, member.start - at);
    const part = piece.subarray(Math.min(from, piece.length), Math.max(0, Math.min(piece.length, end - at)));
    at += piece.length;
    if (part.length > 0) yield member.quoted ? unquoter.push(part) : part;
    if (at >= end) break;
  }
  yield unquoter.end();
}
