import * as asn1js from 'asn1js';

import { concatBytes, encodeHex } from '../../base/bytes.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';

const malformed = (cause?: unknown): TimestampFlaw => new TimestampFlaw('malformed', cause);

/** First bytes of values, as DER writes them. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** `[n]` that holds values. */
  context: (n: number): number => 0xa0 | n,
  /** `[n]` that holds bytes. */
  contextBytes: (n: number): number => 0x80 | n,
} as const;

/** One ASN.1 value, read by asn1js; every accessor throws the flaw `malformed` where the value is of another type. */
export class Asn {
  readonly #node: asn1js.AsnType;

  constructor(node: asn1js.AsnType) {
    this.#node = node;
  }

  /** The value with its tag and length, as it stands in the input. */
  get raw(): Uint8Array {
    return this.#node.valueBeforeDecodeView;
  }

  get tag(): number {
    return this.raw[0] ?? 0;
  }

  /** The bytes of a value that holds no others, without tag and length. */
  get content(): Uint8Array {
    return this.raw.subarray(1 + this.#node.lenBlock.blockLength);
  }

  /** The values inside a sequence, a set or a `[n]`. */
  get children(): readonly Asn[] {
    const node = this.#node;
    if (!(node instanceof asn1js.Constructed)) throw malformed();
    return node.valueBlock.value.map((child) => new Asn(child));
  }

  /** The values inside, to be taken in order, if this is of that type. */
  fields(tag: number): Fields {
    this.require(tag);
    return new Fields(this.children);
  }

  /** The only value inside a `[n]` or a set. */
  only(tag: number): Asn {
    const fields = this.fields(tag);
    const value = fields.any();
    fields.end();
    return value;
  }

  require(tag: number): this {
    if (this.tag !== tag) throw malformed();
    return this;
  }

  /** An object identifier in dotted form. */
  get oid(): string {
    const node = this.#node;
    if (!(node instanceof asn1js.ObjectIdentifier)) throw malformed();
    return node.getValue();
  }

  /** An integer's bytes in big-endian two's complement. */
  get integer(): Uint8Array {
    const { content } = this.require(tags.integer);
    if (content.length === 0) throw malformed();
    return content;
  }

  /** An integer from 0 to 2^31-1. */
  get small(): number {
    return smallNumber(this.integer);
  }

  /** The bytes of an octet string. In BER it may come in pieces (RFC 5652 allows that around the content). */
  get octets(): Uint8Array {
    if (this.tag === tags.octetString) return this.content;
    const node = this.#node;
    if (!(node instanceof asn1js.OctetString)) throw malformed();
    return concatBytes(
      ...node.valueBlock.value.map((piece) => new Asn(piece).require(tags.octetString).content),
    );
  }

  /** The bytes of a bit string that ends at a byte. */
  get bits(): Uint8Array {
    const { content } = this.require(tags.bitString);
    if (content[0] !== 0) throw malformed();
    return content.subarray(1);
  }

  /** ASCII text of a time, at most 64 characters. */
  get text(): string {
    const { content } = this;
    if (content.length > 64) throw malformed();
    return String.fromCharCode(...content);
  }
}

/** The fields of a sequence, taken one after the other; what is left at the end is a flaw. */
export class Fields {
  readonly #values: readonly Asn[];
  #at = 0;

  constructor(values: readonly Asn[]) {
    this.#values = values;
  }

  any(): Asn {
    const value = this.#values[this.#at];
    if (value === undefined) throw malformed();
    this.#at += 1;
    return value;
  }

  take(tag: number): Asn {
    return this.any().require(tag);
  }

  /** The next field if it is of that type. */
  find(tag: number): Asn | undefined {
    const value = this.#values[this.#at];
    if (value?.tag !== tag) return undefined;
    this.#at += 1;
    return value;
  }

  end(): void {
    if (this.#at !== this.#values.length) throw malformed();
  }
}

/** An integer's bytes as a number from 0 to 2^31-1; anything else is a flaw. */
export function smallNumber(bytes: Uint8Array): number {
  if (bytes.length === 0 || bytes.length > 4 || (bytes[0] ?? 0) >= 0x80) throw malformed();
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Without leading zero bytes, so that two ways to write one positive integer compare equal. */
export function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? bytes.subarray(bytes.length) : bytes.subarray(first);
}

/** A serial number for people and for comparing: lower-case hexadecimal without leading zeros, `0` for zero. */
export function serialText(integer: Uint8Array): string {
  const bytes = withoutLeadingZeros(integer);
  return bytes.length === 0 ? '0' : encodeHex(bytes);
}

/**
 * The one BER value that the bytes are, within 32 levels and 10,000 values. Throws the flaw `malformed` for anything else, bytes left
 * over included, and `over-limit`.
 */
export function parseAsn(bytes: Uint8Array): Asn {
  let parsed;
  try {
    // Octet strings stay bytes: what is in them is read where it is expected.
    parsed = asn1js.fromBER(bytes.slice(), { maxDepth: 32, maxNodes: 10_000, parseEmbedded: false });
  } catch (cause) {
    throw malformed(cause);
  }
  if (parsed.result.error.startsWith('Maximum')) throw new TimestampFlaw('over-limit');
  if (parsed.offset !== bytes.length || parsed.result.error !== '') throw malformed();
  return new Asn(parsed.result);
}
