/**
 * The checklist of the profile (`../../PROFILE.md`, "Checklist"), in its order. A check's number and name stay what they are; new ones come at the
 * end.
 */
export const profileChecks = [
  { number: 1, name: 'description', asks: 'The service description can be read and says how to sign in.' },
  { number: 2, name: 'encrypted', asks: 'Every address is https.' },
  {
    number: 3,
    name: 'metadata',
    asks: 'The metadata of the authorisation server says the same, and offers PKCE S256.',
  },
  { number: 4, name: 'registration', asks: 'An app can register itself.' },
  { number: 5, name: 'pkce-required', asks: 'A sign-in without PKCE S256 is refused at once.' },
  { number: 6, name: 'redirect-registered', asks: 'Nobody is led to an address that was not registered.' },
  { number: 7, name: 'issuer-named', asks: 'The answer of a sign-in names the server that it came from.' },
  { number: 8, name: 'sign-in', asks: 'A sign-in gives a bearer token and a refresh token.' },
  { number: 9, name: 'refresh-rotated', asks: 'A refresh gives a new refresh token.' },
  { number: 10, name: 'refresh-once', asks: 'A refresh token that was used is refused the second time.' },
  { number: 11, name: 'code-once', asks: 'A code that was used is refused the second time.' },
  { number: 12, name: 'revocation', asks: 'A revoked token does not work any more.' },
  { number: 13, name: 'authorisation', asks: 'Nothing is shown without a token.' },
  { number: 14, name: 'profile', asks: 'The profile says whose account it is, by an id that stays.' },
  {
    number: 15,
    name: 'paging',
    asks: 'The list can be read page by page, with a total and links, and nothing is lost or doubled.',
  },
  { number: 16, name: 'shape', asks: 'Each credential says all that the profile asks for.' },
  { number: 17, name: 'key-history', asks: 'The issuer’s key document lists every key that signed.' },
  { number: 18, name: 'proofs', asks: 'Each signature fits, and the key is the issuer’s.' },
  { number: 19, name: 'status', asks: 'Each credential’s status can be asked, and the list is signed.' },
  {
    number: 20,
    name: 'evidence',
    asks: 'Each file that a credential names can be had, and is the one that was signed for.',
  },
  { number: 21, name: 'least-data', asks: 'A credential says no more of the learner than it must.' },
  { number: 22, name: 'errors', asks: 'What goes wrong is said in JSON, with the right status.' },
] as const;

export type ProfileCheck = (typeof profileChecks)[number]['name'];
type CheckState = 'pass' | 'fail' | 'not-checked';

export interface CheckedPoint {
  readonly number: number;
  readonly name: ProfileCheck;
  readonly asks: string;
  readonly state: CheckState;
  /** Why it failed or was not checked, in plain words. */
  readonly why?: string;
}

export interface ProviderReport {
  readonly url: string;
  /** What the provider calls itself. */
  readonly provider?: string;
  readonly practice: boolean;
  readonly credentials: number;
  readonly checks: readonly CheckedPoint[];
}

/** The results as they come; each check is settled once, and what nobody settled was not checked. */
export class Checklist {
  readonly #settled = new Map<ProfileCheck, Pick<CheckedPoint, 'state' | 'why'>>();

  pass(name: ProfileCheck): void {
    this.#settle(name, { state: 'pass' });
  }

  fail(name: ProfileCheck, why: string): void {
    this.#settle(name, { state: 'fail', why });
  }

  open(name: ProfileCheck, why: string): void {
    this.#settle(name, { state: 'not-checked', why });
  }

  /** Passes where there is nothing to say. */
  judge(name: ProfileCheck, problems: readonly string[]): void {
    const [first, ...more] = problems;
    if (first === undefined) this.pass(name);
    else this.fail(name, more.length === 0 ? first : `${first} (and ${more.length} more like it)`);
  }

  failed(name: ProfileCheck): boolean {
    return this.#settled.get(name)?.state === 'fail';
  }

  points(): CheckedPoint[] {
    return profileChecks.map((check) => ({
      ...check,
      ...(this.#settled.get(check.name) ?? {
        state: 'not-checked' as const,
        why: 'An earlier check did not get here.',
      }),
    }));
  }

  #settle(name: ProfileCheck, result: Pick<CheckedPoint, 'state' | 'why'>): void {
    if (!this.#settled.has(name)) this.#settled.set(name, result);
  }
}
