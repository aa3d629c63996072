import { z } from 'zod';
import type { AuthorizationServer } from 'oauth4webapi';

import { readJson } from './read-json.ts';
import { VaultError } from '../../../base/errors.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { BadgeHost } from './service-description.ts';

const longestMetadata = 256 * 1024;

/** The parts of an authorization server's metadata that are needed (RFC 8414 section 2, RFC 9207 section 3). */
const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  registration_endpoint: z.string().optional(),
  revocation_endpoint: z.string().optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/**
 * The authorization server of a host. The host's own description names its endpoints; the server's metadata (RFC 8414), where there is any,
 * must say the same, and adds who the server is (RFC 9207), where tokens are revoked (RFC 7009) and which PKCE it takes (RFC 7636).
 *
 * A code is only ever sent to where it came from: the token endpoint has the origin of the page at which the learner signs in, unless the
 * metadata of that very origin names another one. So a description that was tampered with cannot have codes sent elsewhere (the mix-up of
 * RFC 9700 section 4.4).
 *
 * Throws `source.sign-in-unsafe` for a server at which signing in would not be safe, `source.*`.
 */
export async function findAuthorizationServer(
  client: HttpClient,
  host: BadgeHost,
  signal: AbortSignal,
): Promise<AuthorizationServer> {
  const issuer = host.authorizationUrl.origin;
  const metadata = await readMetadata(client, issuer, signal);
  if (metadata === undefined) {
    if ([host.tokenUrl, host.registrationUrl].some(({ origin }) => origin !== issuer))
      throw unsafe('endpoints-elsewhere');
    return described(host, issuer);
  }
  // RFC 8414 section 3.3: a document that speaks for another issuer must not be used.
  if (metadata.issuer.replace(/\/$/, '') !== issuer) throw unsafe('issuer-mismatch');
  const named: readonly (readonly [string | undefined, URL])[] = [
    [metadata.authorization_endpoint, host.authorizationUrl],
    [metadata.token_endpoint, host.tokenUrl],
    [metadata.registration_endpoint, host.registrationUrl],
  ];
  for (const [said, used] of named) {
    if (said === undefined ? used.origin !== issuer : URL.parse(said)?.href !== used.href)
      throw unsafe('endpoints-differ');
  }
  if (metadata.code_challenge_methods_supported?.includes('S256') === false) throw unsafe('pkce');
  const revocation = metadata.revocation_endpoint;
  return {
    ...described(host, metadata.issuer),
    ...(revocation === undefined ? {} : { revocation_endpoint: revocation }),
    authorization_response_iss_parameter_supported:
      metadata.authorization_response_iss_parameter_supported === true,
  };
}

function described(host: BadgeHost, issuer: string): AuthorizationServer {
  return {
    issuer,
    authorization_endpoint: host.authorizationUrl.href,
    token_endpoint: host.tokenUrl.href,
    registration_endpoint: host.registrationUrl.href,
  };
}

async function readMetadata(
  client: HttpClient,
  issuer: string,
  signal: AbortSignal,
): Promise<z.output<typeof metadataSchema> | undefined> {
  const url = new URL('/.well-known/oauth-authorization-server', issuer);
  const { answer, bytes } = await client.read(
    { method: 'GET', url, headers: { Accept: 'application/json' }, signal },
    longestMetadata,
  );
  if (answer.status === 429 || answer.status >= 500)
    throw new VaultError('source.unreachable', { status: answer.status });
  // The metadata is optional: a server without any answers as it likes.
  if (answer.status !== 200 || !(answer.header('content-type') ?? '').includes('json')) return undefined;
  const json = readJson(bytes);
  const parsed = metadataSchema.safeParse(json);
  if (!parsed.success) throw new VaultError('source.protocol', { reason: 'metadata' });
  return parsed.data;
}

function unsafe(reason: string): VaultError {
  return new VaultError('source.sign-in-unsafe', { reason });
}
