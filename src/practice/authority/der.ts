import { ObjectIdentifier } from 'asn1js';

import { tags, withoutLeadingZeros } from '../../ledger/timestamps/asn.ts';
import { concatBytes, utf8 } from '../../base/bytes.ts';

/** One value in DER: tag, shortest length, contents one after the other. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

export const sequence = (...values: readonly Uint8Array[]): Uint8Array => tlv(tags.sequence, ...values);
export const setOf = (...values: readonly Uint8Array[]): Uint8Array => tlv(tags.set, ...values);
/** `[n]` that holds values. */
export const context = (n: number, ...values: readonly Uint8Array[]): Uint8Array =>
  tlv(tags.context(n), ...values);
export const octetString = (bytes: Uint8Array): Uint8Array => tlv(tags.octetString, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
  tlv(tags.bitString, Uint8Array.of(unusedBits), bytes);
export const yes: Uint8Array = tlv(tags.boolean, Uint8Array.of(0xff));
export const text = (value: string): Uint8Array => tlv(tags.utf8String, utf8(value));
export const oid = (value: string): Uint8Array => new Uint8Array(new ObjectIdentifier({ value }).toBER());

/** A positive INTEGER of big-endian bytes, or of a small number. */
export function integer(value: Uint8Array | number): Uint8Array {
  const bytes = withoutLeadingZeros(
    typeof value === 'number'
      ? Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
      : value,
  );
  const first = bytes[0] ?? 0x80;
  return tlv(tags.integer, first >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes);
}

/** `YYYYMMDDhhmmss[.s…]Z` (RFC 3161 section 2.4.2): no zeros at the end of a fraction. */
export function generalizedTime(time: Date): Uint8Array {
  const [whole = '', fraction = ''] = time
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .split('.');
  const digits = fraction.replace(/0+$/, '');
  return tlv(tags.generalizedTime, utf8(`${whole}${digits === '' ? '' : `.${digits}`}Z`));
}

/** `YYMMDDhhmmssZ`, for certificates' times before 2050 (RFC 5280 section 4.1.2.5). */
export function utcTime(time: Date): Uint8Array {
  return tlv(tags.utcTime, utf8(`${time.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

/** A distinguished name of an organisation and a common name. */
export function distinguishedName(organisation: string, commonName: string): Uint8Array {
  const part = (type: string, value: string): Uint8Array => setOf(sequence(oid(type), text(value)));
  return sequence(part('2.5.4.10', organisation), part('2.5.4.3', commonName));
}
