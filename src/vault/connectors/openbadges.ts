import { z } from 'zod';

import { HttpClient } from '../../sources/http/http-client.ts';
import { revokeSignIn } from '../../sources/openbadges/host/session.ts';
import {
  describeHost,
  parseHostAddress,
  type BadgeHost,
  type HostAddress,
} from '../../sources/openbadges/host/service-description.ts';
import { hostApis } from '../../sources/openbadges/host/scopes.ts';
import {
  encodeSignIn,
  parseSignIn,
  type SignInSecret,
} from '../../sources/openbadges/host/sign-in-secret.ts';
import { beginSignIn, endSignIn, type PendingSignIn } from '../../sources/openbadges/host/sign-in.ts';
import { createOpenBadgesSource } from '../../sources/openbadges/host/openbadges-source.ts';
import type { ProbeResult, Source } from '../../sources/source.ts';
import type { SourceRow } from '../../store/index/source-queries.ts';
import { addSource, getSource } from '../add-source.ts';
import { sourceStatus } from '../status.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { readSettings, secretOf, type ConnectedSource, type Connector } from './connector.ts';

/** What is written down of a host of credentials: never a token. */
const openBadgesSettings = z.looseObject({
  url: z.string(),
  api: z.enum(['ob', 'clr']),
  /** The learner's id at the host, where it says one: another's tokens are never taken for theirs. */
  account: z.string().optional(),
});

/**
 * Where the portal window's sign-in ends: a private-use scheme in reverse domain form (RFC 8252 section 7.1). The window catches it before
 * anything is asked of it, and it is registered with no system, so that no other app on the computer can claim the code (section 8.1).
 * The command line uses a loopback address instead (section 7.3), since it signs in through the learner's own browser.
 */
const windowRedirect = 'org.evidence-vault.app:/signed-in';

export const openBadgesConnector: Connector = {
  type: 'openbadges',
  open: (vault, row) => {
    const settings = readSettings(openBadgesSettings, row);
    return sourceAt(vault, settings, parseSignIn(secretOf(vault, row)), (fresh) =>
      vault.secrets.set(row.id, encodeSignIn(fresh)),
    );
  },
  signOut: async (vault, row, signal) => {
    const text = vault.secrets.find(row.id);
    if (text === undefined) return false;
    const client = new HttpClient({ app: vault.app });
    try {
      return await revokeSignIn(client, parseSignIn(text), signal);
    } finally {
      client.close();
    }
  },
};

/** A sign-in to a host of credentials that has begun. Only `address` and `end` are for a window or a browser. */
export interface OpenBadgesLaunch {
  /** Where the learner signs in, and the beginning of the address at which that ends. */
  readonly address: string;
  readonly end: string;
  /** What the host calls itself. */
  readonly name: string;
  /** True for the practice provider. */
  readonly practice: boolean;
  /** The source that is signed in again; undefined where a new one is connected. */
  readonly source: string | undefined;
  readonly host: BadgeHost;
  readonly pending: PendingSignIn;
}

/**
 * Finds the host of credentials that somebody means, or the one of a source that is signed in again, registers this app there and says where
 * the learner signs in. Nothing is written down yet.
 *
 * @param options `redirect`: where the sign-in shall end, `windowRedirect` unless told
 * Throws `input.usage` for what is no address, `source.not-supported` where no credentials are hosted, `source.sign-in-unsafe`,
 * `source.refused` (`not-encrypted`), `source.*`, `input.not-found`, `internal.cancelled`.
 */
export async function beginOpenBadgesSignIn(
  vault: OpenVault,
  given: { readonly url: string } | { readonly source: string },
  options: { readonly signal: AbortSignal; readonly redirect?: string },
): Promise<OpenBadgesLaunch> {
  const { signal, redirect = windowRedirect } = options;
  const row = 'source' in given ? getSource(vault, given.source) : undefined;
  const address = 'url' in given ? parseHostAddress(given.url) : addressOf(getSource(vault, given.source));
  return withClient(vault, async (client) => {
    const host = await describeHost(client, address, signal);
    const pending = await beginSignIn(host, redirect, { client, signal });
    const { name, practice } = host;
    return { address: pending.address, end: redirect, name, practice, source: row?.id, host, pending };
  });
}

/**
 * Takes the code out of the address at which the sign-in ended, exchanges it, looks whose it is, and connects that account or signs its
 * source in again. An account that is connected already is that source.
 *
 * Throws `source.sign-in-mismatch` for an address of another sign-in, `source.refused` where the learner said no, `source.other-account`,
 * `source.*`, `storage.*`, `internal.cancelled`.
 */
export async function endOpenBadgesSignIn(
  vault: WritableVault,
  launch: Pick<OpenBadgesLaunch, 'host' | 'pending' | 'source'>,
  address: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const { host, pending, source } = launch;
  let secret = await withClient(vault, (client) =>
    endSignIn(pending, address, { client, clock: vault.clock, signal }),
  );
  const again = source === undefined ? undefined : getSource(vault, source);
  const known = again === undefined ? undefined : readSettings(openBadgesSettings, again).account;
  const settings = { url: host.base, api: host.api.name, ...(known === undefined ? {} : { account: known }) };
  const found = await sourceAt(vault, settings, secret, (fresh) => {
    secret = fresh;
    return Promise.resolve();
  }).probe(signal);
  const row = again ?? findConnected(vault, host, found.accountId);
  return keep(vault, row, { found, secret, settings });
}

/** Where a source was connected, and by which API. */
function addressOf(row: SourceRow): HostAddress {
  const { url, api } = readSettings(openBadgesSettings, row);
  return { url: parseHostAddress(url).url, api: hostApis.find(({ name }) => name === api) };
}

async function keep(
  vault: WritableVault,
  row: SourceRow | undefined,
  {
    found,
    secret,
    settings,
  }: {
    readonly found: ProbeResult;
    readonly secret: SignInSecret;
    readonly settings: z.output<typeof openBadgesSettings>;
  },
): Promise<ConnectedSource> {
  const { name, accountId, notices } = found;
  if (row !== undefined) {
    await vault.secrets.set(row.id, encodeSignIn(secret));
    return { ...sourceStatus(row), notices };
  }
  const { url, api } = settings;
  const added = await addSource(vault, {
    type: 'openbadges',
    name,
    settings: { url, api, ...(accountId === undefined ? {} : { account: accountId }) },
    secret: encodeSignIn(secret),
  });
  return { ...added, notices };
}

/**
 * The same account of the same host by the same API; where a host names nobody, each sign-in is a source of its own. Badges and learner
 * records of one account are two sources: each has a sign-in that may read no more than it needs.
 */
function findConnected(
  vault: OpenVault,
  { base, api }: BadgeHost,
  account: string | undefined,
): SourceRow | undefined {
  if (account === undefined) return undefined;
  return vault.index.sources.list().find((row) => {
    const settings = openBadgesSettings.safeParse(row.settings);
    return (
      row.type === 'openbadges' &&
      row.removedAt === undefined &&
      settings.data?.url === base &&
      settings.data.api === api.name &&
      settings.data.account === account
    );
  });
}

function sourceAt(
  vault: WritableVault,
  { url, api, account }: z.output<typeof openBadgesSettings>,
  secret: SignInSecret,
  save: (fresh: SignInSecret) => Promise<void>,
): Source {
  const { app, clock, timeZone } = vault;
  const expected = account === undefined ? {} : { account };
  return createOpenBadgesSource({ url, api, secret, save, app, clock, timeZone, ...expected });
}

async function withClient<Result>(
  vault: OpenVault,
  use: (client: HttpClient) => Promise<Result>,
): Promise<Result> {
  const client = new HttpClient({ app: vault.app });
  try {
    return await use(client);
  } finally {
    client.close();
  }
}
