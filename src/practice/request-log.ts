import type { RequestPattern } from './pattern.ts';
import { matchesPattern } from './pattern.ts';

/** One request as the practice provider saw it, without secrets. */
export interface LoggedRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** The function of the web service; undefined for other paths. */
  readonly functionName: string | undefined;
  /** Of query and form together; passwords and tokens read `[removed]`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly range: string | undefined;
  /** The line that patterns are matched against. */
  readonly line: string;
  /** The status sent; undefined while unanswered, hung or cut off before the headers. */
  status: number | undefined;
  /** Bytes of body handed to the connection. */
  bytesSent: number;
}

const secrets =
  /^(?:wstoken|token|password|privatetoken|wspassword|code|code_verifier|client_secret|refresh_token)$/i;

export function removeSecrets(parameters: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries(
    [...parameters].map(([name, value]) => [name, secrets.test(name) && value !== '' ? '[removed]' : value]),
  );
}

/** What was asked since the start or the last `clear`. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #underWay = 0;
  #mostAtOnce = 0;

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** The most requests that were under way at the same moment. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  get bytesSent(): number {
    return this.#entries.reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  }

  /** How many requests there were, or how many of them fit a pattern. */
  count(pattern: RequestPattern = ''): number {
    return this.#entries.filter(({ line }) => matchesPattern(pattern, line)).length;
  }

  /** How often each function of the web service was called, not counting calls inside a batch. */
  countByFunction(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { functionName } of this.#entries)
      if (functionName !== undefined) counts[functionName] = (counts[functionName] ?? 0) + 1;
    return counts;
  }

  clear(): void {
    this.#entries = [];
    this.#mostAtOnce = this.#underWay;
  }

  /** @internal Notes a request; call the returned function when it is over. */
  begin(entry: LoggedRequest): () => void {
    this.#entries.push(entry);
    this.#underWay += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#underWay);
    let over = false;
    return () => {
      if (!over) this.#underWay -= 1;
      over = true;
    };
  }
}
