import { randomBytes } from 'node:crypto';

/** Somebody with an account at the practice site. */
export interface Account {
  readonly username: string;
  readonly userId: number;
  readonly password: string;
  readonly suspended: boolean;
}

const account = (username: string, userId: number, suspended = false): Account => ({
  username,
  userId,
  password: `practice-${username}`,
  suspended,
});

/** The learner whose work the recordings hold. */
export const mainLearner = account('learner1', 3);
/** Another learner of the same site: signs in, and sees nothing of the first one's work. */
export const secondLearner = account('learner2', 4);

export const accounts: readonly Account[] = [
  mainLearner,
  secondLearner,
  account('learner3', 5),
  account('assessor1', 6),
  account('learner4', 7, true),
  account('admin', 2),
];

/** The account that signs in with these; like Moodle, names are trimmed and read without regard to case. */
export function findAccount(username: string, password: string): Account | undefined {
  const name = username.trim().toLowerCase();
  const found = accounts.find((each) => each.username === name);
  return found !== undefined && !found.suspended && found.password === password ? found : undefined;
}

/** The tokens that the site handed out. */
export class Tokens {
  readonly #live = new Map<string, Account>();
  readonly #expired = new Set<string>();

  /** The account's token: the same one at every sign-in until it expires or is deleted. */
  issue(account: Account): string {
    for (const [token, owner] of this.#live)
      if (owner.userId === account.userId && !this.#expired.has(token)) return token;
    const token = randomBytes(16).toString('hex');
    this.#live.set(token, account);
    return token;
  }

  /**
   * Who a token speaks for. The first call with an expired one says so and deletes it; after that it is unknown like
   * any other string, as Moodle does.
   */
  check(token: string | undefined): Account | 'unknown' | 'expired' {
    const owner = token === undefined ? undefined : this.#live.get(token);
    if (token === undefined || owner === undefined) return 'unknown';
    if (!this.#expired.delete(token)) return owner;
    this.#live.delete(token);
    return 'expired';
  }

  expireAll(): void {
    for (const token of this.#live.keys()) this.#expired.add(token);
  }

  deleteAll(): void {
    this.#live.clear();
    this.#expired.clear();
  }
}
