import { findHash, readAlgorithm } from './algorithms.ts';
import { parseGeneralizedTime } from './asn-time.ts';
import { type Asn, parseAsn, serialText, smallNumber, tags, withoutLeadingZeros } from './asn.ts';
import { generalNameText } from './names.ts';
import { requireDer } from './strict-der.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampContent } from './timestamp-types.ts';

/** The signed content of a token: what it says, and the authority's name as it stands there (a GeneralName). */
export interface TstInfo {
  readonly content: TimestampContent;
  /** genTime in milliseconds since 1970; finer fractions are cut off. */
  readonly at: number;
  readonly tsaName: Asn | undefined;
}

const longestDigest = 64;

function readImprint(value: Asn): TimestampContent['imprint'] {
  const fields = value.fields(tags.sequence);
  const algorithm = readAlgorithm(fields.take(tags.sequence)).oid;
  const digest = fields.take(tags.octetString).content;
  fields.end();
  if (digest.length === 0 || digest.length > longestDigest) throw new TimestampFlaw('malformed');
  return { algorithm, hash: findHash(algorithm), digest };
}

/** Accuracy ::= SEQUENCE { seconds, millis [0] 1..999, micros [1] 1..999 }, in milliseconds. */
function readAccuracy(value: Asn): number {
  const fields = value.fields(tags.sequence);
  const seconds = fields.find(tags.integer);
  const millis = fields.find(tags.contextBytes(0));
  const micros = fields.find(tags.contextBytes(1));
  fields.end();
  const part = (field: Asn | undefined): number => {
    const number = field === undefined ? 0 : smallNumber(field.content);
    if (field !== undefined && (number < 1 || number > 999)) throw new TimestampFlaw('malformed');
    return number;
  };
  return (
    (seconds === undefined ? 0 : smallNumber(seconds.integer)) * 1000 + part(millis) + part(micros) / 1000
  );
}

/** An extension that must be understood is not: RFC 3161 defines none. */
function refuseCriticalExtensions(list: Asn): void {
  for (const extension of list.children) {
    const fields = extension.fields(tags.sequence);
    fields.take(tags.oid);
    if (fields.find(tags.boolean)?.content[0] === 0xff) throw new TimestampFlaw('malformed');
    fields.take(tags.octetString);
    fields.end();
  }
}

/** Reads TSTInfo in DER (RFC 3161 section 2.4.2). Throws the flaw `malformed` or `over-limit`. */
export function parseTstInfo(der: Uint8Array): TstInfo {
  requireDer(der);
  const fields = parseAsn(der).fields(tags.sequence);
  if (fields.take(tags.integer).small !== 1) throw new TimestampFlaw('malformed');
  const policy = fields.take(tags.oid).oid;
  const imprint = readImprint(fields.take(tags.sequence));
  const serial = serialText(fields.take(tags.integer).integer);
  const genTime = fields.take(tags.generalizedTime).text;
  const accuracy = fields.find(tags.sequence);
  fields.find(tags.boolean);
  const nonce = fields.find(tags.integer);
  const tsaName = fields.find(tags.context(0))?.only(tags.context(0));
  const extensions = fields.find(tags.context(1));
  fields.end();
  if (extensions !== undefined) refuseCriticalExtensions(extensions);
  const at = parseGeneralizedTime(genTime);
  return {
    at,
    tsaName,
    content: {
      time: new Date(at).toISOString(),
      genTime,
      imprint,
      policy,
      serial,
      nonce: nonce && withoutLeadingZeros(nonce.integer),
      accuracyMs: accuracy && readAccuracy(accuracy),
      tsa: tsaName && generalNameText(tsaName),
    },
  };
}
