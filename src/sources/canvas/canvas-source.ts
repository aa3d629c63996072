import type { Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonValue } from '../../base/json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { HttpClient, type HttpClientOptions } from '../http/http-client.ts';
import { isLoopbackHost } from '../../base/loopback-host.ts';
import { isPublicAddress } from '../http/private-addresses.ts';
import { alertsOf } from '../portal-pull.ts';
import type { PreviousState, ProbeResult, PullResult, Sink, Source, SourceDescription } from '../source.ts';
import { selfSchema } from './answers.ts';
import { reportCourseWork } from './assignments.ts';
import { CanvasApi, type Answered } from './canvas-api.ts';
import { parseCanvasAddress } from './canvas-address.ts';
import { listCourses, reportMissingCourses } from './courses.ts';
import type { DownloadPort } from './download.ts';
import { Pull } from './pull.ts';

export interface CanvasSourceOptions {
  /** The Canvas's address, or that of any of its pages. */
  readonly url: string;
  /** An access token of the learner's own (Account, Settings, New access token). */
  readonly token: string;
  /** The learner's id at the site, if it is known: then another's token is refused. */
  readonly account?: string;
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
  /** What a person would call it. */
  readonly name?: string;
  /** For tests: waits and limits of the network. */
  readonly http?: Omit<HttpClientOptions, 'app'>;
}

/** A probe that also says whose account it is, by the site's own id, which never changes. */
interface CanvasProbe extends ProbeResult {
  readonly accountId: string;
}
export interface CanvasSource extends Source {
  probe(signal: AbortSignal): Promise<CanvasProbe>;
}

/** One learner's account at a Canvas, read through its REST API with their own access token. It only ever reads. */
export function createCanvasSource(options: CanvasSourceOptions): CanvasSource {
  const site = parseCanvasAddress(options.url);
  return {
    describe: (): SourceDescription => ({
      type: 'canvas',
      name: options.name ?? site.host,
      address: site.origin,
    }),
    probe: async (signal) => withSite(options, site, async (port) => probe(port, signal)),
    pull: async (previous, sink, signal) =>
      withSite(options, site, async (port) => pullSite(options, port, previous, sink, signal)),
  };
}

async function withSite<Result>(
  options: CanvasSourceOptions,
  site: URL,
  work: (port: DownloadPort) => Promise<Result>,
): Promise<Result> {
  const { app, clock, timeZone, token, http } = options;
  const receiver = { app, clock, timeZone };
  const client = new HttpClient({ atOnce: 3, ...http, app });
  const elsewhere = new HttpClient({
    atOnce: 3,
    ...http,
    app,
    // A practice server on this computer has its files on this computer too; nobody else sends us there.
    ...(isLoopbackHost(site.hostname) ? {} : { mayConnect: isPublicAddress }),
  });
  const backOff = http?.backOff === undefined ? {} : { backOff: http.backOff };
  const api = new CanvasApi({ site, token, client, receiver, ...backOff });
  try {
    return await work({ site, token, client, elsewhere, api, receiver });
  } finally {
    client.close();
    elsewhere.close();
  }
}

async function askSelf(
  { api }: DownloadPort,
  signal: AbortSignal,
): Promise<{ readonly self: ReturnType<typeof selfSchema.parse>; readonly answered: Answered }> {
  const reply = await api.get(api.address('users/self'), 'users/self', signal);
  if ('refusal' in reply) {
    if (reply.refusal === 'not-there') throw new VaultError('source.not-canvas', { reason: 'no-api' });
    throw new VaultError('source.login-expired', { reason: 'not-allowed' });
  }
  return { self: parseWith(selfSchema, reply.answered.value, 'source.protocol'), answered: reply.answered };
}

async function probe(port: DownloadPort, signal: AbortSignal): Promise<CanvasProbe> {
  const { self, answered } = await askSelf(port, signal);
  const loopback = isLoopbackHost(port.site.hostname);
  const account = self.login_id ?? self.name;
  return {
    name: port.site.host,
    accountId: self.id,
    ...(typeof account === 'string' ? { account } : {}),
    practice: loopback && answered.practice,
    notices: port.site.protocol === 'https:' || loopback ? [] : ['not-encrypted'],
  };
}

async function pullSite(
  options: CanvasSourceOptions,
  port: DownloadPort,
  previous: PreviousState,
  sink: Sink,
  signal: AbortSignal,
): Promise<PullResult> {
  const { self } = await askSelf(port, signal);
  const before = readCursor(previous.cursor);
  const expected = options.account ?? before.account;
  // Another learner's work must never be taken for this one's, nor this one's called gone because another has none.
  if (expected !== undefined && expected !== self.id)
    throw new VaultError('source.refused', { reason: 'other-account' });
  const pull = new Pull({ ...port, previous, sink, signal }, self.id, before.alerts);
  const courses = await listCourses(pull);
  for (const course of courses) await reportCourseWork(pull, course);
  await reportMissingCourses(pull, courses);
  return pull.end();
}

function readCursor(cursor: JsonValue): { readonly account?: string; readonly alerts: readonly string[] } {
  if (!isJsonObject(cursor)) return { alerts: [] };
  const { account } = cursor;
  return {
    ...(typeof account === 'string' ? { account } : {}),
    alerts: alertsOf(cursor),
  };
}
