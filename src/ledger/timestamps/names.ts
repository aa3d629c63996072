import { RelativeDistinguishedNames } from 'pkijs';

import { encodeHex, parseUtf8 } from '../../base/bytes.ts';
import { type Asn, tags } from './asn.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';

/** RFC 4514 section 3; other attribute types are shown by their identifier. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
]);

const bmpString = 0x1e;
const longestName = 1_000;

function valueText(value: Asn): string {
  const bytes = value.content;
  try {
    if (value.tag !== bmpString) return parseUtf8(bytes);
    const units = Array.from(
      { length: bytes.length >> 1 },
      (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0),
    );
    return String.fromCharCode(...units);
  } catch {
    // Teletex and the like: the bytes themselves are all that can be said.
    return `#${encodeHex(bytes)}`;
  }
}

/** A distinguished name for people, in the certificate's own order: `C=GB, O=…, CN=…`; at most 1,000 characters. */
export function nameText(name: Asn): string {
  const parts = name.require(tags.sequence).children.flatMap((relative) =>
    relative.require(tags.set).children.map((pair) => {
      const fields = pair.fields(tags.sequence);
      const type = fields.take(tags.oid).oid;
      const value = fields.any();
      fields.end();
      return `${shortNames.get(type) ?? type}=${valueText(value)}`;
    }),
  );
  return parts.join(', ').slice(0, longestName);
}

/** A GeneralName (RFC 5280 section 4.2.1.6) for people. */
export function generalNameText(name: Asn): string {
  return name.tag === tags.context(4) ? nameText(name.only(tags.context(4))) : valueText(name);
}

/** A distinguished name that can be compared as certificates are chained: case and spaces do not matter (RFC 5280 section 7.1). */
export function comparableName(name: Asn): RelativeDistinguishedNames {
  try {
    return RelativeDistinguishedNames.fromBER(name.raw.slice().buffer);
  } catch (cause) {
    throw new TimestampFlaw('malformed', cause);
  }
}
