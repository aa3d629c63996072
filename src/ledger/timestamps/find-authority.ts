import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { trustProblem } from '../trusted-when.ts';
import { readScheme } from './algorithms.ts';
import { chainProblem, mayHaveIssued } from './certificate-rules.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { signatureFits } from './check-signature.ts';
import type { RevocationData } from './revocation/revocation-data.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampProblem } from './timestamp-problem.ts';
import type { TrustedAuthority } from './timestamp-types.ts';

/** Most certificates in a chain, the signer's and the trusted one included. */
const maxChain = 8;
/** Most signatures of certificates that are checked for one token: a token full of look-alikes must not cost minutes. */
const maxSignatures = 64;

/** A trusted authority with its certificate read. */
interface Anchor {
  readonly authority: TrustedAuthority;
  readonly certificate: Certificate;
}

/** Whom a reader trusts, read once for many tokens. */
export class Anchors {
  readonly all: readonly Anchor[];

  /** Throws `format.malformed`: a certificate that is not readable must not pass for untrusted. */
  constructor(trusted: readonly TrustedAuthority[]) {
    this.all = trusted.map((authority) => {
      try {
        return { authority, certificate: parseCertificate(authority.certificate) };
      } catch (cause) {
        throw new VaultError('format.malformed', { what: 'trusted-certificate' }, cause);
      }
    });
  }
}

/** A trusted authority, and from when on a key that its token rests on may have been in other hands: after the token's time. */
interface FoundAuthority {
  readonly authority: TrustedAuthority;
  readonly compromisedFrom: string | undefined;
  /** First the signer's certificate, last the trusted one. */
  readonly chain: readonly Certificate[];
  readonly goodAsOf: string | undefined;
}

/** What is under judgement: when, and under which of the authority's policies. */
export interface TokenClaim {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly policy: string;
  readonly revocation: RevocationData;
}

/** How near a chain came, so that of many the most telling answer is given. */
const nearness: readonly TimestampProblem[] = [
  'untrusted',
  'over-limit',
  'unsupported-algorithm',
  'chain-wrong',
  'expired-at-gentime',
  'authority-not-yet',
  'authority-over',
  'authority-compromised',
  'authority-revoked',
  'wrong-policy',
];

/** Milliseconds since 1970 of a time in a policy. Throws `format.malformed`. */
function policyTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new VaultError('format.malformed', { what: 'time' });
  return at;
}

/** @param compromisedFrom the earliest that the policy says of any key of the chain */
function authorityProblem(
  authority: TrustedAuthority,
  compromisedFrom: string | undefined,
  claim: TokenClaim,
): TimestampProblem | undefined {
  const { policies } = authority;
  for (const time of [authority.from, authority.until]) if (time !== undefined) policyTime(time);
  const problem = trustProblem({ ...authority, compromisedFrom }, claim.at);
  if (problem !== undefined) return `authority-${problem}`;
  return policies === undefined || policies.includes(claim.policy) ? undefined : 'wrong-policy';
}

/** The earlier of two times, as far as they are there. */
function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return policyTime(other) < policyTime(one) ? other : one;
}

const isoTime = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const same = (a: Certificate, b: Certificate): boolean => equalBytes(a.raw, b.raw);

/** Finds the trusted authority behind a signer's certificate by trying every chain that names allow, nearest first. */
class ChainSearch {
  readonly #anchors: readonly Anchor[];
  readonly #issuers: readonly Certificate[];
  readonly #claim: TokenClaim;
  #problem: TimestampProblem = 'untrusted';
  #signatures = 0;

  constructor(anchors: readonly Anchor[], others: readonly Certificate[], claim: TokenClaim) {
    this.#anchors = anchors;
    const all = [...anchors.map(({ certificate }) => certificate), ...others];
    this.#issuers = all.filter((one, at) => all.findIndex((other) => same(one, other)) === at);
    this.#claim = claim;
  }

  get problem(): TimestampProblem {
    return this.#problem;
  }

  #note(problem: TimestampProblem): void {
    if (nearness.indexOf(problem) > nearness.indexOf(this.#problem)) this.#problem = problem;
  }

  async #issued(issuer: Certificate, certificate: Certificate): Promise<boolean> {
    this.#signatures += 1;
    if (this.#signatures > maxSignatures) throw new TimestampFlaw('over-limit');
    const { signatureAlgorithm, signature, signedPart } = certificate;
    try {
      return await signatureFits(readScheme(signatureAlgorithm), issuer.spki, signature, signedPart);
    } catch (thrown) {
      if (!(thrown instanceof TimestampFlaw)) throw thrown;
      this.#note('unsupported-algorithm');
      return false;
    }
  }

  /**
   * The earliest moment from which any key of the chain may have been in other hands, as the policy says of that key, whichever
   * certificate it stands in there: who trusts a root and not one of its signers any more must not get that signer by way of the root.
   */
  #compromised(chain: readonly Certificate[]): string | undefined {
    return this.#anchors
      .filter(({ certificate }) => chain.some(({ spki }) => equalBytes(spki, certificate.spki)))
      .flatMap(({ authority }) => authority.compromisedFrom ?? [])
      .reduce<string | undefined>(earlier, undefined);
  }

  /** The first anchor that the chain ends at and that may be relied on for this token. */
  async find(chain: readonly Certificate[]): Promise<FoundAuthority | undefined> {
    const last = chain.at(-1);
    if (last === undefined) return undefined;
    for (const { authority, certificate } of this.#anchors) {
      if (!same(certificate, last)) continue;
      const compromisedFrom = this.#compromised(chain);
      const problem =
        chainProblem(chain, this.#claim.at) ?? authorityProblem(authority, compromisedFrom, this.#claim);
      if (problem !== undefined) {
        this.#note(problem);
        continue;
      }
      const { revoked, lostSince, goodAsOf } = await this.#claim.revocation.judge(chain, this.#claim.at);
      if (!revoked)
        return {
          authority,
          compromisedFrom: earlier(compromisedFrom, isoTime(lostSince)),
          chain,
          goodAsOf: isoTime(goodAsOf),
        };
      this.#note('authority-revoked');
    }
    const next = this.#issuers.filter(
      (issuer) => mayHaveIssued(issuer, last) && !chain.some((one) => same(one, issuer)),
    );
    if (next.length > 0 && chain.length === maxChain) this.#note('over-limit');
    if (chain.length === maxChain) return undefined;
    for (const issuer of next) {
      if (!(await this.#issued(issuer, last))) continue;
      const found = await this.find([...chain, issuer]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/**
 * The trusted authority that a signer's certificate leads to.
 * @param others certificates that came along, trusted by nobody
 * @throws a flaw that says how near the best chain came: `untrusted`, `chain-wrong`, `expired-at-gentime`, one of the authority's …
 */
export async function findAuthority(
  signer: Certificate,
  anchors: readonly Anchor[],
  others: readonly Certificate[],
  claim: TokenClaim,
): Promise<FoundAuthority> {
  const search = new ChainSearch(anchors, others, claim);
  const found = await search.find([signer]);
  if (found === undefined) throw new TimestampFlaw(search.problem);
  return found;
}
