/**
 * Until when servers asked to be left alone (Retry-After, RFC 9110 section 10.2.3), by origin, for as long as this program runs. One request does
 * not wait that long; whoever asks again on a schedule looks here first.
 */
export class AskedWaits {
  readonly #until = new Map<string, number>();

  /** @param milliseconds from `now`; a day at most is kept */
  note(url: URL, milliseconds: number, now: number): void {
    const until = now + Math.min(milliseconds, longest);
    this.#until.set(url.origin, Math.max(until, this.#until.get(url.origin) ?? 0));
  }

  /** Milliseconds since 1970 until which the server of an address asked to be left alone; undefined if it did not, or that is over. */
  until(address: string, now: number): number | undefined {
    const origin = URL.parse(address)?.origin;
    const until = origin === undefined ? undefined : this.#until.get(origin);
    return until !== undefined && until > now ? until : undefined;
  }
}

const longest = 24 * 3_600_000;

/** What every client of this program was asked. */
export const askedWaits = new AskedWaits();
