import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { Account } from '../accounts.ts';

const cookieName = 'MoodleSession';

/** A browser that signed in. */
export interface Session {
  readonly account: Account;
  /** Must come back with what changes something, so that no other site can do it. */
  readonly sesskey: string;
}

/** Browsers that are signed in, by their cookie. */
export class Sessions {
  readonly #live = new Map<string, Session>();

  /** @returns the header that gives the browser its cookie */
  begin(account: Account): readonly [string, string] {
    const id = randomBytes(16).toString('hex');
    this.#live.set(id, { account, sesskey: randomBytes(5).toString('hex') });
    return ['Set-Cookie', `${cookieName}=${id}; path=/; HttpOnly; SameSite=Lax`];
  }

  find(headers: IncomingHttpHeaders): Session | undefined {
    const id = cookieOf(headers);
    return id === undefined ? undefined : this.#live.get(id);
  }

  /** @returns the header that takes the cookie away */
  end(headers: IncomingHttpHeaders): readonly [string, string] {
    const id = cookieOf(headers);
    if (id !== undefined) this.#live.delete(id);
    return ['Set-Cookie', `${cookieName}=deleted; path=/; Max-Age=0; HttpOnly; SameSite=Lax`];
  }

  endAll(): void {
    this.#live.clear();
  }
}

function cookieOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const pairs = cookie.split('; ').map((pair) => pair.split('='));
  return pairs.find(([name]) => name === cookieName)?.[1];
}
