import { present } from '../../base/present.ts';
import type { ArchivedDkim, ArchivedKey, DkimSignature } from '../../evidence/values/dkim.ts';
import type { PolicyDkimKey } from '../policy.ts';
import type { ItemOrigin } from '../verification-report.ts';
import { bestTerms } from './judge-terms.ts';
import { checkSignatures } from './mail/check-signatures.ts';
import type { DkimCode } from './mail/dkim-codes.ts';
import { mailKeyKind } from './mail/mail-key.ts';

/** By what and as of when an e-mail is judged. */
export interface JudgingMessage {
  /** What the vault kept of its signatures. */
  readonly archived: ArchivedDkim | undefined;
  readonly keys: readonly PolicyDkimKey[];
  /** When a trusted clock first saw it; ISO 8601. */
  readonly seen: string | undefined;
  readonly at: string;
}

/** What an e-mail's signatures come to; `covered` is what the one that counts covers. */
export interface JudgedMessage {
  readonly origin: ItemOrigin;
  readonly covered: DkimSignature['covered'];
}

type Judged = { readonly rank: number } & JudgedMessage;

/**
 * Whether an e-mail comes from its sender's domain (rules O9 to O13): a signature (RFC 6376) that holds with a key that the reader's policy
 * names for domain and selector. With the key that the vault kept it may show that the e-mail was changed, and never whose it is.
 *
 * @returns undefined for an e-mail without a signature
 */
export async function judgeMessage(
  raw: Uint8Array,
  judging: JudgingMessage,
): Promise<JudgedMessage | undefined> {
  const { archived, at } = judging;
  const kept = new Map<string, ArchivedKey>();
  for (const { key } of archived?.signatures ?? []) if (key !== undefined) kept.set(key.name, key);
  const byKept = await checkSignatures(raw, (name) => kept.get(name), new Date(at));
  const judged: Judged[] = [];
  for (const [index, signature] of byKept.entries()) {
    const lines = linesFor(signature, judging.keys);
    const groups = Map.groupBy(lines, ({ key }) => key);
    for (const [key, same] of groups) {
      const [byPolicy] = (await checkSignatures(raw, () => recordOf(key, at), new Date(at))).slice(index);
      if (byPolicy !== undefined) judged.push(judgeByPolicy(byPolicy, same, judging));
    }
    judged.push(judgeByKept(signature, archived?.signatures[index], lines.length > 0, at));
  }
  return judged.toSorted((a, b) => a.rank - b.rank)[0];
}

function linesFor({ domain, selector }: DkimSignature, keys: readonly PolicyDkimKey[]): PolicyDkimKey[] {
  const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
  return keys.filter((line) => same(domain, line.domain) && same(selector, line.selector));
}

function recordOf(key: string, at: string): ArchivedKey {
  return { name: '', records: [[`v=DKIM1; k=${mailKeyKind(key)}; p=${key}`]], at };
}

function judgeByPolicy(
  signature: DkimSignature,
  lines: readonly PolicyDkimKey[],
  { seen, at }: JudgingMessage,
): Judged {
  const said = (code: ItemOrigin['code'], rank: number): Judged => judgedAs(signature, { code, rank, at });
  if (signature.result !== 'holds') return said(openCode(signature) ?? 'mail-key-differs', 5);
  if (signature.notes?.includes('other-domain') === true) return said('mail-domain-not-aligned', 2);
  const verdict = bestTerms(lines, seen)?.verdict;
  if (verdict === 'compromised') return said('mail-key-compromised', 1);
  if (verdict !== 'counts') return said('mail-key-not-then', 1);
  return {
    rank: -2,
    covered: signature.covered,
    origin: { proof: 'mail', result: 'pass', ...present({ by: signature.domain?.toLowerCase() }), at },
  };
}

/** Where nobody confirms the key, the most that can be said is that the e-mail is not what the vault says of it. */
function judgeByKept(
  signature: DkimSignature,
  told: DkimSignature | undefined,
  isNamed: boolean,
  at: string,
): Judged {
  const said = (code: ItemOrigin['code'], rank: number): Judged => judgedAs(signature, { code, rank, at });
  if (signature.result === 'holds') {
    if (signature.notes?.includes('other-domain') === true) return said('mail-domain-not-aligned', 6);
    return said(isNamed ? 'mail-key-differs' : 'mail-key-not-confirmed', isNamed ? 3 : 4);
  }
  const code = openCode(signature) ?? 'mail-signature-wrong';
  const isBroken = code === 'mail-body-altered' || code === 'mail-signature-wrong';
  // Mailing lists and filters change what was signed every day; that is no fault of the vault's, unless it says otherwise.
  const contradicts = isBroken && told?.result === 'holds';
  const judged = said(code, contradicts ? -1 : 7);
  return contradicts ? { ...judged, origin: { ...judged.origin, result: 'fail' } } : judged;
}

function judgedAs(
  { domain }: DkimSignature,
  { code, rank, at }: { readonly code: ItemOrigin['code']; readonly rank: number; readonly at: string },
): Judged {
  const by = domain?.toLowerCase();
  return {
    rank,
    covered: undefined,
    origin: { proof: 'mail', result: 'not-checked', ...present({ code, by }), at },
  };
}

const codes: Partial<Readonly<Record<DkimCode, ItemOrigin['code']>>> = {
  'body-changed': 'mail-body-altered',
  expired: 'mail-expired',
  'key-gone': 'mail-not-checked',
  'key-revoked': 'mail-not-checked',
  'key-ambiguous': 'mail-not-checked',
  'key-unreadable': 'mail-not-checked',
  'dns-failed': 'mail-not-checked',
  unreadable: 'mail-not-checked',
  'unknown-algorithm': 'mail-not-checked',
  'eight-bit-header': 'mail-not-checked',
  'too-large': 'mail-not-checked',
};

/** Undefined for a signature that does not fit the key. */
function openCode({ code }: DkimSignature): ItemOrigin['code'] {
  if (code === 'signature-wrong') return undefined;
  for (const [name, meaning] of Object.entries(codes)) if (name === code) return meaning;
  return 'mail-not-accepted';
}
