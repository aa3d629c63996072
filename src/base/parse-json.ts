import { parseUtf8 } from './bytes.ts';
import { VaultError } from './errors.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { parseQuickly } from './quick-json.ts';

/** Deeper nesting than any of our formats has, shallow enough for every stack. */
const maxDepth = 64;

/**
 * Parses JSON that is going to be hashed or trusted (I-JSON, RFC 7493): refuses duplicate names, integers beyond 2^53 - 1,
 * lone surrogates and nesting over 64, all of which parsers read in different ways.
 *
 * @param input text, or its UTF-8 bytes
 * Throws `input.json-invalid` with what was wrong and where (a character offset).
 */
export function parseStrictJson(input: string | Uint8Array): JsonValue {
  const text = typeof input === 'string' ? input : parseUtf8(input);
  return parseQuickly(text, maxDepth) ?? new StrictParser(text).whole();
}

class StrictParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonValue {
    const value = this.#value(0);
    this.#blanks();
    if (this.#at !== this.#text.length) this.#refuse('trailing-text');
    return value;
  }

  #refuse(what: string): never {
    throw new VaultError('input.json-invalid', { what, at: this.#at });
  }

  #blanks(): void {
    blankRun.lastIndex = this.#at;
    blankRun.test(this.#text);
    this.#at = blankRun.lastIndex;
  }

  #value(depth: number): JsonValue {
    if (depth > maxDepth) this.#refuse('too-deep');
    this.#blanks();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #word<Value extends JsonValue>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) this.#refuse('syntax');
    this.#at += word.length;
    return value;
  }

  #number(): number {
    numberToken.lastIndex = this.#at;
    const found = numberToken.exec(this.#text);
    if (found === null) return this.#refuse('syntax');
    this.#at += found[0].length;
    const value = Number(found[0]);
    if (!Number.isFinite(value)) this.#refuse('number');
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) this.#refuse('integer-range');
    return value;
  }

  #string(): string {
    stringToken.lastIndex = this.#at;
    const found = stringToken.exec(this.#text);
    if (found === null) return this.#refuse('syntax');
    const value: unknown = JSON.parse(found[0]);
    if (typeof value !== 'string' || !value.isWellFormed()) return this.#refuse('lone-surrogate');
    this.#at += found[0].length;
    return value;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#at += 1;
    this.#blanks();
    if (this.#text[this.#at] === ']') {
      this.#at += 1;
      return items;
    }
    for (;;) {
      items.push(this.#value(depth + 1));
      if (this.#separator(']')) return items;
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at += 1;
    this.#blanks();
    if (this.#text[this.#at] === '}') {
      this.#at += 1;
      return {};
    }
    for (;;) {
      this.#blanks();
      const name = this.#string();
      if (members.has(name)) this.#refuse('duplicate-name');
      this.#blanks();
      if (this.#text[this.#at] !== ':') this.#refuse('syntax');
      this.#at += 1;
      members.set(name, this.#value(depth + 1));
      if (this.#separator('}')) return Object.fromEntries(members);
    }
  }

  /** Steps over `,` (false) or the closing character (true). */
  #separator(close: string): boolean {
    this.#blanks();
    const found = this.#text[this.#at];
    if (found !== ',' && found !== close) this.#refuse('syntax');
    this.#at += 1;
    return found === close;
  }
}

const blankRun = /[ \t\n\r]*/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// A JSON string: no control characters, only the escapes of RFC 8259 section 7.
// eslint-disable-next-line no-control-regex -- control characters are exactly what must be named here
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
