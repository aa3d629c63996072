import type { Clock } from '../../../base/clock.ts';
import { isJsonObject, type JsonValue } from '../../../base/json.ts';
import { HttpClient, type HttpClientOptions } from '../../http/http-client.ts';
import { isLoopbackHost } from '../../../base/loopback-host.ts';
import { isPublicAddress } from '../../http/private-addresses.ts';
import { alertsOf } from '../../portal-pull.ts';
import type {
  PreviousState,
  ProbeResult,
  PullResult,
  Sink,
  Source,
  SourceDescription,
} from '../../source.ts';
import { listCredentialPages } from './credential-pages.ts';
import { expectAccount, readAccount } from './profile.ts';
import { HostPull } from './host-pull.ts';
import type { HostParts } from './host-parts.ts';
import { takePage } from './take-page.ts';
import { hostApis, openBadgesApi, type HostApi } from './scopes.ts';
import { describeHost } from './service-description.ts';
import { BadgeSession } from './session.ts';
import type { SignInSecret } from './sign-in-secret.ts';

export interface OpenBadgesSourceOptions {
  /** The host's address, as `describeHost` gives it. */
  readonly url: string;
  readonly api: HostApi['name'];
  readonly secret: SignInSecret;
  /** Makes refreshed tokens durable. */
  readonly save: (secret: SignInSecret) => Promise<void>;
  /** The learner's id at the host, if it is known: then another's sign-in is refused. */
  readonly account?: string;
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
  /** For tests: waits and limits of the network. */
  readonly http?: Omit<HttpClientOptions, 'app' | 'mayConnect'>;
}

/** One learner's credentials at a host that speaks Open Badges 3.0 or CLR 2.0. It only ever reads. */
export function createOpenBadgesSource(options: OpenBadgesSourceOptions): Source {
  const url = new URL(options.url);
  const base = url.href.replace(/\/$/, '');
  const api = hostApis.find(({ name }) => name === options.api) ?? openBadgesApi;
  const work = <Result>(use: (parts: HostParts, client: HttpClient) => Promise<Result>): Promise<Result> =>
    withHost(options, { base, api, url }, use);
  return {
    describe: (): SourceDescription => ({ type: 'openbadges', name: url.host, address: base }),
    probe: (signal) => work((parts, client) => probe(options, parts, client, signal)),
    pull: (previous, sink, signal) => work((parts) => pull(options, parts, { previous, sink, signal })),
  };
}

async function withHost<Result>(
  { app, clock, secret, save, http }: OpenBadgesSourceOptions,
  { base, api, url }: { readonly base: string; readonly api: HostApi; readonly url: URL },
  use: (parts: HostParts, client: HttpClient) => Promise<Result>,
): Promise<Result> {
  const client = new HttpClient({ ...http, app });
  // A credential says where to ask: that must not lead into the learner's own network, unless the host itself is this computer.
  const mayConnect = isLoopbackHost(url.hostname) ? {} : { mayConnect: isPublicAddress };
  const elsewhere = new HttpClient({ ...http, app, ...mayConnect });
  try {
    return await use(
      { base, api, session: new BadgeSession({ client, clock, secret, save }), elsewhere },
      client,
    );
  } finally {
    client.close();
    elsewhere.close();
  }
}

async function probe(
  { account }: OpenBadgesSourceOptions,
  { base, api, session }: HostParts,
  client: HttpClient,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const host = await describeHost(client, { url: new URL(base), api }, signal);
  const found = await readAccount(base, api, session, signal);
  expectAccount(account, found);
  // One page shows whether the sign-in still holds and what it may read.
  await listCredentialPages({ base, api }, session, signal, 1).next();
  const name = found.name ?? found.id;
  return {
    name: host.name,
    ...(name === undefined ? {} : { account: name }),
    ...(found.id === undefined ? {} : { accountId: found.id }),
    practice: host.practice,
    offers: [
      api.name === 'clr' ? 'learner-records' : 'credentials',
      ...(found.id === undefined ? [] : ['profile']),
    ],
    notices: found.id === undefined ? ['not-offered:profile'] : [],
  };
}

async function pull(
  options: OpenBadgesSourceOptions,
  parts: HostParts,
  given: { readonly previous: PreviousState; readonly sink: Sink; readonly signal: AbortSignal },
): Promise<PullResult> {
  const { app, clock, timeZone, account } = options;
  const before = readCursor(given.previous.cursor);
  const found = await readAccount(parts.base, parts.api, parts.session, given.signal);
  // Another learner's credentials must never be taken for this one's.
  expectAccount(account ?? before.account, found);
  const receiver = { app, clock, timeZone };
  const pulling = new HostPull({ ...parts, ...given, receiver }, before.alerts);
  for await (const page of listCredentialPages(parts, parts.session, given.signal))
    await takePage(pulling, page);
  return pulling.end(found.id ?? account ?? before.account);
}

function readCursor(cursor: JsonValue): { readonly account?: string; readonly alerts: readonly string[] } {
  if (!isJsonObject(cursor)) return { alerts: [] };
  const { account } = cursor;
  return {
    ...(typeof account === 'string' ? { account } : {}),
    alerts: alertsOf(cursor),
  };
}
