import { z } from 'zod';

import { VaultError } from '../../../base/errors.ts';
import { readJson } from './read-json.ts';
import { parseWith } from '../../../base/zod-door.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { isLoopbackHost } from '../../../base/loopback-host.ts';
import { hostApis, type HostApi } from './scopes.ts';

/** More than a service description holds, in bytes. Theirs may carry every schema of the specification. */
const longestDescription = 4 * 1024 * 1024;

/**
 * The parts of a Service Description Document that are needed (Open Badges 3.0 section 6.3, an OpenAPI 3 document; the vendor properties of
 * its OAuth2ACG scheme are those of the 1EdTech Security Framework 1.1).
 */
const descriptionSchema = z.looseObject({
  info: z.looseObject({ title: z.string().optional() }).optional(),
  components: z.looseObject({
    securitySchemes: z.looseObject({
      OAuth2ACG: z.looseObject({
        'x-imssf-name': z.string().optional(),
        'x-imssf-registrationUrl': z.string(),
        flows: z.looseObject({
          authorizationCode: z.looseObject({
            authorizationUrl: z.string(),
            tokenUrl: z.string(),
            refreshUrl: z.string().optional(),
            scopes: z.record(z.string(), z.unknown()).optional(),
          }),
        }),
      }),
    }),
  }),
});

/** A host of credentials, as it describes itself. */
export interface BadgeHost {
  /** Without a slash at the end; the paths of the API go behind it. */
  readonly base: string;
  readonly api: HostApi;
  readonly name: string;
  readonly authorizationUrl: URL;
  readonly tokenUrl: URL;
  readonly registrationUrl: URL;
  /** What it says may be asked for; undefined where it does not say. */
  readonly scopes: readonly string[] | undefined;
  /** True for the practice provider. */
  readonly practice: boolean;
}

/** Where a host is, and which of its APIs is meant. */
export interface HostAddress {
  readonly url: URL;
  /** Undefined where the address does not say. */
  readonly api: HostApi | undefined;
}

/**
 * The address of a host as a person types it: a host name, its front page, or any address of one of its APIs, which is meant then.
 * Throws `input.usage`.
 */
export function parseHostAddress(text: string): HostAddress {
  const typed = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  const url = URL.parse(typed);
  if (
    url === null ||
    !['https:', 'http:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  )
    throw new VaultError('input.usage', { option: 'url' });
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw new VaultError('source.refused', { reason: 'not-encrypted' });
  url.search = '';
  url.hash = '';
  const api = hostApis.find(({ path }) => `${url.pathname}/`.includes(`/${path}/`));
  url.pathname = url.pathname.replace(/\/+(?:ims\/(?:ob\/v3p0|clr\/v2p0)(?:\/.*)?)?$/, '');
  return { url, api };
}

/**
 * Asks a host what it offers: by the API that is meant, or else as Open Badges 3.0 and, if it is none, as CLR 2.0.
 * Throws `source.not-supported` where neither answers, `source.protocol` for a description that cannot be used, `source.*`.
 */
export async function describeHost(
  client: HttpClient,
  { url, api: meant }: HostAddress,
  signal: AbortSignal,
): Promise<BadgeHost> {
  for (const api of meant === undefined ? hostApis : [meant]) {
    const host = await describeAs(client, url, api, signal);
    if (host !== undefined) return host;
  }
  throw new VaultError('source.not-supported', { reason: 'no-credentials-api' });
}

async function describeAs(
  client: HttpClient,
  address: URL,
  api: HostApi,
  signal: AbortSignal,
): Promise<BadgeHost | undefined> {
  const base = address.href.replace(/\/$/, '');
  const url = new URL(`${base}/${api.path}/discovery`);
  const { answer, bytes } = await client.read(
    { method: 'GET', url, headers: { Accept: 'application/json' }, signal },
    longestDescription,
  );
  if (answer.status === 503) throw new VaultError('source.maintenance', { status: 503 });
  if (answer.status === 429 || answer.status >= 500)
    throw new VaultError('source.unreachable', { status: answer.status });
  if (answer.status !== 200) return undefined;
  if (!(answer.header('content-type') ?? '').includes('json')) return undefined;
  const description = parseWith(descriptionSchema, readJson(bytes), 'source.protocol');
  const scheme = description.components.securitySchemes.OAuth2ACG;
  const { authorizationUrl, tokenUrl, scopes } = scheme.flows.authorizationCode;
  return {
    base,
    api,
    name: scheme['x-imssf-name'] ?? description.info?.title ?? address.host,
    authorizationUrl: endpoint(authorizationUrl, address),
    tokenUrl: endpoint(tokenUrl, address),
    registrationUrl: endpoint(scheme['x-imssf-registrationUrl'], address),
    scopes: scopes === undefined ? undefined : Object.keys(scopes),
    practice: isLoopbackHost(address.hostname) && answer.header('x-evidence-vault-practice') === '1',
  };
}

/**
 * An address out of the description. The specification's own examples leave out the scheme (`provider.example.com/token`): that means https.
 * An endpoint without TLS is refused, unless the host and it are both this computer.
 */
function endpoint(text: string, host: URL): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url?.username !== '' || url.password !== '' || url.hash !== '')
    throw new VaultError('source.protocol', { reason: 'endpoint' });
  const local = isLoopbackHost(host.hostname);
  if (isLoopbackHost(url.hostname) && !local) throw new VaultError('source.protocol', { reason: 'endpoint' });
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    throw new VaultError('source.refused', { reason: 'not-encrypted' });
  return url;
}
