import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { readScheme } from './algorithms.ts';
import { chainProblem, mayHaveIssued } from './certificate-rules.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { signatureFits } from './check-signature.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampProblem } from './timestamp-problem.ts';
import type { TrustedAuthority } from './timestamp-types.ts';

/** Most certificates in a chain, the signer's and the trusted one included. */
const maxChain = 8;
/** Most signatures of certificates that are checked for one token: a token full of look-alikes must not cost minutes. */
const maxSignatures = 64;

/** A trusted authority with its certificate read. */
export interface Anchor {
  readonly authority: TrustedAuthority;
  readonly certificate: Certificate;
}

/** A trusted authority, and from when on a key that its token rests on may have been in other hands: after the token's time. */
interface FoundAuthority {
  readonly authority: TrustedAuthority;
  readonly compromisedFrom: string | undefined;
}

/** What is under judgement: when, and under which of the authority's policies. */
export interface TokenClaim {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly policy: string;
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
  'wrong-policy',
];

/** Reads the certificates that a caller trusts. Throws `format.malformed`: what is not readable must not pass for untrusted. */
export function readAnchors(trusted: readonly TrustedAuthority[]): readonly Anchor[] {
  return trusted.map((authority) => {
    try {
      return { authority, certificate: parseCertificate(authority.certificate) };
    } catch (cause) {
      throw new VaultError('format.malformed', { what: 'trusted-certificate' }, cause);
    }
  });
}

/** Milliseconds since 1970 of a time in a policy. Throws `format.malformed`. */
function policyTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new VaultError('format.malformed', { what: 'time' });
  return at;
}

function authorityProblem(authority: TrustedAuthority, claim: TokenClaim): TimestampProblem | undefined {
  const { from, until, policies } = authority;
  if (from !== undefined && claim.at < policyTime(from)) return 'authority-not-yet';
  if (until !== undefined && claim.at > policyTime(until)) return 'authority-over';
  if (policies !== undefined && !policies.includes(claim.policy)) return 'wrong-policy';
  return undefined;
}

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
      .reduce<string | undefined>(
        (first, one) => (first === undefined || policyTime(one) < policyTime(first) ? one : first),
        undefined,
      );
  }

  /** The first anchor that the chain ends at and that may be relied on for this token. */
  async find(chain: readonly Certificate[]): Promise<FoundAuthority | undefined> {
    const last = chain.at(-1);
    if (last === undefined) return undefined;
    for (const { authority, certificate } of this.#anchors) {
      if (!same(certificate, last)) continue;
      const compromisedFrom = this.#compromised(chain);
      const isLost = compromisedFrom !== undefined && this.#claim.at >= policyTime(compromisedFrom);
      const problem =
        chainProblem(chain, this.#claim.at) ??
        (isLost ? 'authority-compromised' : authorityProblem(authority, this.#claim));
      if (problem === undefined) return { authority, compromisedFrom };
      this.#note(problem);
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
