import { concatBytes } from '../../../base/bytes.ts';

/** Longer runs of `>` before `From ` are taken for text. */
const mostMarks = 1_000;
const mark = 0x3e;
const lf = 0x0a;
const from = Buffer.from('From ');

/**
 * Takes one `>` off each line of `>`s and `From `, as mboxrd's writers put it on (https://www.rfc-editor.org/rfc/rfc4155 appendix A
 * names the variants). Bytes come in pieces of any size.
 */
export class Unquoter {
  /** Numbers of the lines that lost a `>`, from 1; the first thousand of them. */
  readonly lines: number[] = [];
  count = 0;
  #line = 1;
  /** The beginning of a line that may yet turn out to be quoted. */
  #held: Uint8Array = new Uint8Array(0);
  #atLineStart = true;

  push(piece: Uint8Array): Uint8Array {
    const bytes = this.#held.length === 0 ? piece : concatBytes(this.#held, piece);
    this.#held = new Uint8Array(0);
    const kept: Uint8Array[] = [];
    let run = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#atLineStart) {
        const seen = this.#look(bytes, at);
        if (seen === 'open') {
          this.#held = bytes.slice(at);
          break;
        }
        if (seen === 'quoted') {
          kept.push(bytes.subarray(run, at));
          run = at + 1;
          this.count += 1;
          if (this.lines.length < 1_000) this.lines.push(this.#line);
        }
        this.#atLineStart = false;
      }
      const end = bytes.indexOf(lf, at);
      if (end === -1) {
        at = bytes.length;
        break;
      }
      at = end + 1;
      this.#line += 1;
      this.#atLineStart = true;
    }
    kept.push(bytes.subarray(run, at));
    return kept.length === 1 ? (kept[0] ?? bytes) : concatBytes(...kept);
  }

  /** What was held back for want of more. */
  end(): Uint8Array {
    const held = this.#held;
    this.#held = new Uint8Array(0);
    return held;
  }

  #look(bytes: Uint8Array, start: number): 'plain' | 'quoted' | 'open' {
    let at = start;
    while (bytes[at] === mark && at - start <= mostMarks) at += 1;
    if (at === start || at - start > mostMarks) return 'plain';
    for (const [index, expected] of from.entries()) {
      if (at + index >= bytes.length) return 'open';
      if (bytes[at + index] !== expected) return 'plain';
    }
    return 'quoted';
  }
}
