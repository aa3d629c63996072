import type { StatedTime } from '../../../evidence/values/times.ts';
import { readForms } from './canonical-message.ts';
import type { HeaderBlock } from './header-block.ts';
import type { DkimCode } from './dkim-codes.ts';
import { readTagList, withoutBlanks } from './tag-list.ts';

/** A DKIM-Signature field, read strictly. */
export interface SignatureField {
  readonly domain: string;
  readonly selector: string;
  /** Name of the key's record, in lower case. */
  readonly keyName: string;
  readonly algorithm: string;
  readonly canonicalization: string | undefined;
  readonly identity: string | undefined;
  /** In lower case, in order, as often as they are named. */
  readonly covers: readonly string[];
  readonly signed: StatedTime | undefined;
  readonly expires: StatedTime | undefined;
  /** Base64 without blanks. */
  readonly signature: string;
  readonly bodyHash: string;
  readonly limited: boolean;
}

/** The field, or undefined for one that is not written as RFC 6376 section 3.5 asks. */
export function readSignatureField(value: string): SignatureField | undefined {
  const tags = readTagList(value);
  if (tags?.get('v') !== '1' || !/(?:^|[;:\s])b=/.test(value)) return undefined;
  const said = (name: string): string => tags.get(name) ?? '';
  const [algorithm, domain, selector] = [said('a'), said('d'), said('s')] as const;
  const [signature, bodyHash] = [withoutBlanks(said('b')), withoutBlanks(said('bh'))] as const;
  const covers = withoutBlanks(said('h')).toLowerCase();
  if (!isName(domain) || !isName(selector) || covers === '') return undefined;
  if (![signature, bodyHash].every((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text))) return undefined;
  return {
    domain,
    selector,
    keyName: `${selector}._domainkey.${domain}`.toLowerCase(),
    algorithm: algorithm.toLowerCase(),
    canonicalization: tags.get('c'),
    identity: tags.get('i'),
    covers: covers.split(':'),
    signed: timeOf(tags.get('t')),
    expires: timeOf(tags.get('x')),
    signature,
    bodyHash,
    limited: tags.has('l'),
  };
}

function isName(text: string): boolean {
  return text.length <= 200 && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(text);
}

function timeOf(said: string | undefined): StatedTime | undefined {
  if (said === undefined) return undefined;
  const seconds = /^\d{1,12}$/.test(said) ? Number(said) : Number.NaN;
  if (!(seconds <= 253_402_300_799)) return { said };
  return { said, means: new Date(seconds * 1000).toISOString() };
}

const day = 86_400_000;

/**
 * What speaks against a signature before its key is known, or undefined.
 * @param at when the message was captured: whether a signature was in time is a matter of then
 */
export function objectionTo(field: SignatureField, header: HeaderBlock, at: Date): DkimCode | undefined {
  if (field.limited) return 'length-limited';
  if (field.algorithm === 'rsa-sha1') return 'weak-algorithm';
  if (!['rsa-sha256', 'ed25519-sha256'].includes(field.algorithm)) return 'unknown-algorithm';
  if (readForms(field.canonicalization) === undefined) return 'unknown-algorithm';
  const count = (name: string): number =>
    header.fields.filter((each) => each.name.toLowerCase() === name).length;
  if (count('from') === 0) return 'from-missing';
  if (count('from') > 1) return 'from-doubled';
  if (count('date') > 1) return 'date-doubled';
  if (count('subject') > 1) return 'subject-doubled';
  if (!field.covers.includes('from')) return 'from-not-signed';
  if (!field.covers.includes('date')) return 'date-not-signed';
  if (!field.covers.includes('subject')) return 'subject-not-signed';
  if (!isInside(field.identity, field.domain)) return 'identity-mismatch';
  if (field.expires?.means !== undefined && Date.parse(field.expires.means) < at.getTime()) return 'expired';
  if (field.signed?.means !== undefined && Date.parse(field.signed.means) > at.getTime() + day)
    return 'not-yet-signed';
  return undefined;
}

function isInside(identity: string | undefined, domain: string): boolean {
  if (identity === undefined) return true;
  const host = identity.slice(identity.lastIndexOf('@') + 1).toLowerCase();
  return host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`);
}

/** The fields that say how the body is to be read. */
const readingFields = ['content-type', 'content-transfer-encoding', 'mime-version'];

/**
 * True if the parts of the message are as they were signed: the fields that say how the body is read are all covered, or named as
 * covered and not there. With one of them open, only the raw bytes of the body are proven.
 */
export function coversParts(field: SignatureField, header: HeaderBlock): boolean {
  const there = (name: string): number =>
    header.fields.filter((each) => each.name.toLowerCase() === name).length;
  const named = (name: string): number => field.covers.filter((each) => each === name).length;
  return readingFields.every((name) =>
    name === 'content-type' ? named(name) >= Math.max(1, there(name)) : named(name) >= there(name),
  );
}
