import { equalBytes } from '../../../base/bytes.ts';
import type { ArchivedKey, DkimSignature } from '../../../evidence/values/dkim.ts';
import { canonicalBody, readForms, signedHeader, withLineEnds } from './canonical-message.ts';
import { isRefusal, type DkimCode } from './dkim-codes.ts';
import { bytesOfLatin1, readHeaderBlock, utf8Of, valuesOf, type HeaderBlock } from './header-block.ts';
import { readKey } from './key-record.ts';
import { decode, readMailKey } from './mail-key.ts';
import { largestReadMessage } from './mail-limits.ts';
import { coversParts, objectionTo, readSignatureField, type SignatureField } from './signature-field.ts';

/** Signatures of one message that are looked at. */
export const mostSignatures = 8;

/** The signature fields of a message, the first `mostSignatures` of them; undefined for one that cannot be read. */
export function signatureFields(header: HeaderBlock): readonly (SignatureField | undefined)[] {
  return valuesOf(header, 'dkim-signature').slice(0, mostSignatures).map(readSignatureField);
}

/** What is kept of a name's key: an answer, or that there was none to be had. */
export type KeyFor = (name: string) => ArchivedKey | undefined;

/**
 * Checks the DKIM signatures of a message with the keys that are handed in, and asks nobody. The header of a file whose lines end in LF is
 * checked with CRLF, as it was sent.
 * @param raw the message as it is kept
 * @param keyFor the answer of the name system; undefined where it gave none
 * @param at when the message was captured, by which expiry is judged
 */
export async function checkSignatures(
  raw: Uint8Array,
  keyFor: KeyFor,
  at: Date,
): Promise<readonly DkimSignature[]> {
  const header = readHeaderBlock(raw);
  const fields = signatureFields(header);
  if (fields.length === 0) return [];
  if (!header.sound || raw.length > largestReadMessage)
    return fields.map((field) =>
      verdict(field, undefined, raw.length > largestReadMessage ? 'too-large' : 'unreadable'),
    );
  const judged = fields.map((field) => judge(field, header, keyFor, at));
  const body = withLineEnds(raw.subarray(header.bodyStart));
  const changed = body.changed || endsOtherwise(raw.subarray(0, header.bodyStart));
  const places = header.fields.flatMap(({ name }, place) =>
    name.toLowerCase() === 'dkim-signature' ? [place] : [],
  );
  const verdicts: DkimSignature[] = [];
  for (const [index, each] of judged.entries()) {
    const checked = await compute(each, { header, body: body.bytes, place: places[index] ?? -1 });
    verdicts.push(finish(each, checked, header, changed));
  }
  return verdicts;
}

function endsOtherwise(head: Uint8Array): boolean {
  return withLineEnds(head).changed;
}

interface Judged {
  readonly field: SignatureField | undefined;
  readonly key: ArchivedKey | undefined;
  /** Known before anything is computed. */
  readonly code: DkimCode | undefined;
  /** Known once the body was seen to be the one that was signed. */
  readonly keyCode: DkimCode | undefined;
  /** In base64. */
  readonly publicKey: string | undefined;
  readonly notes: readonly string[];
}

function judge(field: SignatureField | undefined, header: HeaderBlock, keyFor: KeyFor, at: Date): Judged {
  const nothing = { keyCode: undefined, publicKey: undefined, notes: [] };
  if (field === undefined) return { ...nothing, field, key: undefined, code: 'unreadable' };
  const key = keyFor(field.keyName);
  const code = objectionTo(field, header, at);
  if (code !== undefined) return { ...nothing, field, key, code };
  if (key === undefined) return { ...nothing, field, key, code, keyCode: 'dns-failed' };
  const reading = readKey(key, field);
  if ('code' in reading) return { ...nothing, field, key, code, keyCode: reading.code };
  return { field, key, code, keyCode: undefined, publicKey: reading.publicKey, notes: reading.notes };
}

interface Checked {
  readonly code: DkimCode | undefined;
  readonly bits: number | undefined;
}

interface Message {
  readonly header: HeaderBlock;
  /** With CRLF. */
  readonly body: Uint8Array;
  /** Of the signature's field in the header. */
  readonly place: number;
}

/** Computes what nothing speaks against yet (RFC 6376 section 6.1.3). */
async function compute(
  { field, code, publicKey, key }: Judged,
  { header, body, place }: Message,
): Promise<Checked | undefined> {
  if (field === undefined || code !== undefined || key === undefined) return undefined;
  const forms = readForms(field.canonicalization);
  if (forms === undefined) return { code: 'unknown-algorithm', bits: undefined };
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(canonicalBody(body, forms.body)));
  if (!equalBytes(new Uint8Array(digest), decode(field.bodyHash) ?? new Uint8Array()))
    return { code: 'body-changed', bits: undefined };
  if (publicKey === undefined) return undefined;
  const mailKey = readMailKey(field.algorithm.split('-')[0] ?? '', publicKey);
  const signature = decode(field.signature);
  if (mailKey === undefined || signature === undefined) return { code: 'key-unreadable', bits: undefined };
  const { bits } = mailKey;
  if (bits !== undefined && bits < 1024) return { code: 'weak-key', bits };
  const signed = signedHeader(header, place, { covers: field.covers, form: forms.header });
  const holds = await mailKey.holds(bytesOfLatin1(signed), signature);
  return { code: holds ? undefined : 'signature-wrong', bits };
}

function finish(
  judged: Judged,
  checked: Checked | undefined,
  header: HeaderBlock,
  changed: boolean,
): DkimSignature {
  const { field, key } = judged;
  const computed = checked?.code;
  let code = judged.code ?? (computed === 'body-changed' ? computed : (judged.keyCode ?? computed));
  if (field === undefined) return verdict(field, key, code);
  if (code === 'signature-wrong' && hasEightBit(field, header)) code = 'eight-bit-header';
  const notes = [
    ...judged.notes,
    ...((checked?.bits ?? 2048) < 2048 ? ['short-key'] : []),
    ...(changed ? ['line-ends-restored'] : []),
    ...(isAligned(field, header) ? [] : ['other-domain']),
  ];
  const covered = coversParts(field, header) ? 'message' : 'raw-body';
  return {
    ...verdict(field, key, code),
    ...(code === undefined ? { covered } : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function verdict(
  field: SignatureField | undefined,
  key: ArchivedKey | undefined,
  code: DkimCode | undefined,
): DkimSignature {
  const outcome: Pick<DkimSignature, 'result' | 'code'> =
    code === undefined ? { result: 'holds' } : { result: isRefusal(code) ? 'refused' : 'not-checked', code };
  if (field === undefined) return outcome;
  const { domain, selector, algorithm, canonicalization, identity, covers, signed, expires } = field;
  return {
    domain,
    selector,
    algorithm,
    ...(canonicalization === undefined ? {} : { canonicalization }),
    ...(identity === undefined ? {} : { identity }),
    covers: [...covers],
    ...(signed === undefined ? {} : { signed }),
    ...(expires === undefined ? {} : { expires }),
    ...outcome,
    ...(key === undefined ? {} : { key }),
  };
}

/** True if the domain that signed is that of every sender, or one above it. */
function isAligned({ domain }: SignatureField, header: HeaderBlock): boolean {
  const from = valuesOf(header, 'from').map(utf8Of).join(' ');
  const hosts = [...from.matchAll(/@([a-z0-9.-]+)/gi)].map(([, host = '']) => host.toLowerCase());
  const signer = domain.toLowerCase();
  return hosts.length > 0 && hosts.every((host) => host === signer || host.endsWith(`.${signer}`));
}

function hasEightBit({ covers }: SignatureField, header: HeaderBlock): boolean {
  return header.fields.some(
    // eslint-disable-next-line no-control-regex -- everything that is not ASCII
    ({ name, value }) => covers.includes(name.toLowerCase()) && /[^\u0000-\u007f]/.test(value),
  );
}
