import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

import type { ArchivedKey, DkimSignature } from '../../../evidence/values/dkim.ts';
import { readHeaderBlock, utf8Of, valuesOf, type HeaderBlock } from '../header-block.ts';
import { largestReadMessage } from '../mail-limits.ts';
import { isRefusal, type DkimCode } from './dkim-codes.ts';
import { readKey } from './key-record.ts';
import { coversParts, objectionTo, readSignatureField, type SignatureField } from './signature-field.ts';
import { withLineEnds, type ForChecking } from './for-checking.ts';

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
  const message = withLineEnds(raw, header);
  const checked = await runCheck(message, judged);
  return judged.map((each, index) => finish(each, checked.get(index), header, message));
}

interface Judged {
  readonly field: SignatureField | undefined;
  readonly key: ArchivedKey | undefined;
  /** Known before anything is computed. */
  readonly code: DkimCode | undefined;
  /** Known once the body was seen to be the one that was signed. */
  readonly keyCode: DkimCode | undefined;
  readonly record: string | undefined;
  readonly notes: readonly string[];
}

function judge(field: SignatureField | undefined, header: HeaderBlock, keyFor: KeyFor, at: Date): Judged {
  const nothing = { keyCode: undefined, record: undefined, notes: [] };
  if (field === undefined) return { ...nothing, field, key: undefined, code: 'unreadable' };
  const key = keyFor(field.keyName);
  const code = objectionTo(field, header, at);
  if (code !== undefined) return { ...nothing, field, key, code };
  if (key === undefined) return { ...nothing, field, key, code, keyCode: 'dns-failed' };
  const reading = readKey(key, field);
  if ('code' in reading) return { ...nothing, field, key, code, keyCode: reading.code };
  return { field, key, code, keyCode: undefined, record: reading.record, notes: reading.notes };
}

interface Checked {
  readonly code: DkimCode | undefined;
  readonly bits: number | undefined;
}

/** Runs mailauth over the signatures that have no objection yet; the others are hidden from it. */
async function runCheck(message: ForChecking, judged: readonly Judged[]): Promise<Map<number, Checked>> {
  const wanted = judged.flatMap(({ code }, index) => (code === undefined ? [index] : []));
  const results = new Map<number, Checked>();
  if (wanted.length === 0) return results;
  const records = new Map(judged.map(({ field, record }) => [field?.keyName, record]));
  const resolver = async (name: string): Promise<string[][]> => {
    const record = records.get(name.toLowerCase());
    if (record === undefined) throw Object.assign(new Error('not kept'), { code: 'ENOTFOUND' });
    return [[record]];
  };
  const hidden = message.showOnly(new Set(wanted));
  const { results: found } = await dkimVerify(hidden, { resolver, minBitLength: 1024 });
  for (const [place, index] of wanted.entries()) {
    const result = found[place];
    const field = judged[index]?.field;
    const isIt =
      found.length === wanted.length &&
      field !== undefined &&
      result?.selector === field.selector &&
      result.signingDomain === field.domain;
    results.set(index, isIt ? readResult(result) : { code: 'unreadable', bits: undefined });
  }
  return results;
}

function readResult(found: object): Checked {
  const { status, modulusLength } = found as {
    status: { result: string; comment?: unknown };
    modulusLength?: unknown;
  };
  const bits = typeof modulusLength === 'number' ? modulusLength : undefined;
  // Expiry was judged already, by the time of capture.
  if (status.result === 'pass' || status.comment === 'expired') return { code: undefined, bits };
  if (status.comment === 'body hash did not verify') return { code: 'body-changed', bits };
  if (status.result === 'policy') return { code: 'weak-key', bits };
  return { code: status.result === 'fail' ? 'signature-wrong' : 'key-unreadable', bits };
}

function finish(
  judged: Judged,
  checked: Checked | undefined,
  header: HeaderBlock,
  message: ForChecking,
): DkimSignature {
  const { field, key } = judged;
  const computed = checked?.code;
  let code = judged.code ?? (computed === 'body-changed' ? computed : (judged.keyCode ?? computed));
  if (field === undefined) return verdict(field, key, code);
  if (code === 'signature-wrong' && hasEightBit(field, header)) code = 'eight-bit-header';
  const notes = [
    ...judged.notes,
    ...((checked?.bits ?? 2048) < 2048 ? ['short-key'] : []),
    ...(message.changed ? ['line-ends-restored'] : []),
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
