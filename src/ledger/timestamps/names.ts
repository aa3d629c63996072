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

const characters = (bytes: Uint8Array): string =>
  String.fromCharCode(
    ...Array.from(
      { length: bytes.length >> 1 },
      (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0),
    ),
  );

/** The text of an attribute's value; undefined for Teletex and the like, of which only the bytes can be told. */
function findText(value: Asn): string | undefined {
  if (value.content.length > longestName) throw new TimestampFlaw('over-limit');
  if (value.tag === bmpString) return characters(value.content);
  try {
    return parseUtf8(value.content);
  } catch {
    return undefined;
  }
}

const valueText = (value: Asn): string => findText(value) ?? `#${encodeHex(value.content)}`;

/** Types and values of a Name (RFC 5280 section 4.1.2.4), by relative name. */
function attributes(name: Asn): (readonly [type: string, value: Asn])[][] {
  return name.require(tags.sequence).children.map((relative) =>
    relative.require(tags.set).children.map((pair) => {
      const fields = pair.fields(tags.sequence);
      const type = fields.take(tags.oid).oid;
      const value = fields.any();
      fields.end();
      return [type, value] as const;
    }),
  );
}

/** A distinguished name for people, in the certificate's own order: `C=GB, O=…, CN=…`; at most 1,000 characters. */
export function nameText(name: Asn): string {
  const parts = attributes(name)
    .flat()
    .map(([type, value]) => `${shortNames.get(type) ?? type}=${valueText(value)}`);
  return parts.join(', ').slice(0, longestName);
}

/** The last common name in a distinguished name; undefined if it has none. */
export function commonName(name: Asn): string | undefined {
  const values = attributes(name).flat();
  const value = values.findLast(([type]) => shortNames.get(type) === 'CN')?.[1];
  return value && valueText(value);
}

/** A GeneralName (RFC 5280 section 4.2.1.6) for people. */
export function generalNameText(name: Asn): string {
  return name.tag === tags.context(4) ? nameText(name.only(tags.context(4))) : valueText(name);
}

/** What two names have alike exactly if they are the same name: case, spaces and the kind of string do not matter (RFC 5280 section 7.1). */
export function comparableName(name: Asn): string {
  const values = attributes(name).map((relative) =>
    relative.map(([type, value]) => {
      const text = findText(value)?.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
      return [type, text ?? encodeHex(value.raw)];
    }),
  );
  return JSON.stringify(values);
}
