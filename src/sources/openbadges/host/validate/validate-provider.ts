import type { Clock } from '../../../../base/clock.ts';
import { HttpClient } from '../../../http/http-client.ts';
import { isLoopbackHost } from '../../../../base/loopback-host.ts';
import { isPublicAddress } from '../../../http/private-addresses.ts';
import { describeHost, parseHostAddress, type BadgeHost, type HostAddress } from '../service-description.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkEntrance, checkSignIns } from './check-sign-in.ts';
import { checkApi } from './check-api.ts';
import { saidOf, type TestAccess, type Validation } from './validation.ts';
import { Checklist, type ProviderReport } from './profile-checks.ts';

export interface ValidateOptions {
  readonly url: string;
  readonly access: TestAccess | undefined;
  readonly app: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Holds a provider against the profile's checklist. It only reads and signs in: nothing at the provider is changed but what signing in, registering
 * a client and revoking its own tokens change.
 *
 * Throws `input.usage` for what is no address, `internal.cancelled`; everything else is a result.
 */
export async function validateProvider(options: ValidateOptions): Promise<ProviderReport> {
  const { app, clock, signal, access } = options;
  const address = parseHostAddress(options.url);
  const list = new Checklist();
  const client = new HttpClient({ app });
  const mayConnect = isLoopbackHost(address.url.hostname) ? {} : { mayConnect: isPublicAddress };
  const elsewhere = new HttpClient({ app, ...mayConnect });
  const report = (host?: BadgeHost, credentials = 0): ProviderReport => ({
    url: address.url.href.replace(/\/$/, ''),
    ...(host === undefined ? {} : { provider: host.name }),
    practice: host?.practice ?? false,
    credentials,
    checks: list.points(),
  });
  try {
    const host = await describe(client, address, list, signal);
    if (host === undefined) return report();
    const validation: Validation = { host, client, elsewhere, list, clock, signal };
    if (address.url.protocol === 'https:') list.pass('encrypted');
    else list.open('encrypted', 'This computer itself is asked, and needs no encryption.');
    await checkEntrance(validation);
    const session = await checkSignIns(validation, access);
    await checkApi(validation, session);
    const credentials = session === undefined ? 0 : await checkCredentials(validation, session.session);
    await session?.finish();
    return report(host, credentials);
  } finally {
    client.close();
    elsewhere.close();
  }
}

async function describe(
  client: HttpClient,
  address: HostAddress,
  list: Checklist,
  signal: AbortSignal,
): Promise<BadgeHost | undefined> {
  try {
    const host = await describeHost(client, address, signal);
    list.pass('description');
    return host;
  } catch (thrown) {
    list.fail('description', saidOf(thrown));
    return undefined;
  }
}
