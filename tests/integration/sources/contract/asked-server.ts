import type { AskedServer } from './source-fixture.ts';

/** A practice server's log, as far as the contract looks at it. `begin` is called as each request comes in. */
interface WatchedLog {
  readonly entries: readonly { readonly line: string }[];
  readonly mostAtOnce: number;
  count(): number;
  clear(): void;
  begin(entry: never): () => void;
}

interface WatchedServer {
  readonly requests: WatchedLog;
  /** Breaks every connection at once and listens no more. */
  die(): Promise<void>;
  revive(): Promise<void>;
  fail(status: number, times: number, headers: Readonly<Record<string, string>>): void;
}

/** Makes of a practice server what the contract asks for, with a back-off that only notes how long it was asked to wait. */
export function askedServer(watched: WatchedServer): AskedServer & {
  readonly backOff: {
    sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    random: () => number;
  };
} {
  const { requests } = watched;
  const waits: number[] = [];
  let left = Number.POSITIVE_INFINITY;
  let dying: Promise<void> | undefined;
  const begin = requests.begin.bind(requests);
  requests.begin = (entry) => {
    left -= 1;
    if (left === 0) dying = watched.die();
    return begin(entry);
  };
  return {
    get count() {
      return requests.count();
    },
    get mostAtOnce() {
      return requests.mostAtOnce;
    },
    get lines() {
      return requests.entries.map(({ line }) => line);
    },
    clear: () => {
      requests.clear();
    },
    dieAt: (request) => {
      left = request;
    },
    revive: async () => {
      left = Number.POSITIVE_INFINITY;
      await dying;
      if (dying !== undefined) await watched.revive();
      dying = undefined;
    },
    failNext: (status, times, headers = {}) => {
      watched.fail(status, times, headers);
    },
    waits,
    backOff: {
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
      random: () => 0.5,
    },
  };
}

/** As `askedServer`, for a practice site with its switches. */
export function askedSite({
  requests,
  switches,
}: Pick<WatchedServer, 'requests'> & {
  readonly switches: Pick<WatchedServer, 'die' | 'revive'> & {
    failNext(path: string, status: number, times: number, headers: Readonly<Record<string, string>>): void;
  };
}): ReturnType<typeof askedServer> {
  return askedServer({
    requests,
    die: () => switches.die(),
    revive: () => switches.revive(),
    fail: (status, times, headers) => {
      switches.failNext('/', status, times, headers);
    },
  });
}
