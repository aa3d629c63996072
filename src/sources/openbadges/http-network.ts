import { isoTime, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { HttpClient } from '../http/http-client.ts';
import { isLoopbackHost } from '../../base/loopback-host.ts';
import type { ArchivedAnswer } from '../../verify/origin/credentials/archived-answers.ts';
import type { CredentialNetwork } from './collect-archive.ts';
import { credentialLimits } from '../../verify/origin/credentials/limits.ts';

/** What is asked for, in the order in which it is welcome. */
const accepted = {
  keys: 'application/did+json, application/cid+json, application/jwk-set+json, application/jwk+json, application/ld+json, application/json',
  status: 'application/vc+jwt, application/vc, application/ld+json, application/json, text/plain',
} as const;

/**
 * The way to issuers over the web: plain GET without any secret, over https. No redirect is followed, so that what is archived is
 * what that very address said.
 *
 * @param client should refuse addresses that are not public (`mayConnect`), since a record that anybody made says where to ask
 * @param allowLoopback also ask this computer itself, for practice and tests
 */
export function httpNetwork(
  client: HttpClient,
  { clock, allowLoopback }: { readonly clock: Clock; readonly allowLoopback: boolean },
): CredentialNetwork {
  return {
    async get(url, purpose, signal): Promise<ArchivedAnswer> {
      const loopback = isLoopbackHost(url.hostname);
      if (loopback ? !allowLoopback : url.protocol !== 'https:')
        throw new VaultError('source.unsafe-address', {
          reason: loopback ? 'private-network' : 'not-encrypted',
        });
      // RFC 2606 and RFC 6761: nobody answers there, and asking would only tell others what was looked at.
      if (/\.(?:test|example|invalid|localhost|local)\.?$/i.test(url.hostname))
        throw new VaultError('source.unreachable', { reason: 'reserved-name' });
      const limit = purpose === 'keys' ? credentialLimits.keysAnswer : credentialLimits.statusAnswer;
      const { answer, bytes } = await client.read(
        { method: 'GET', url, signal, tries: 2, headers: { Accept: accepted[purpose] } },
        limit,
      );
      const mediaType = answer.header('content-type');
      return {
        purpose,
        address: url.href,
        received: isoTime(clock),
        status: answer.status,
        bytes,
        ...(mediaType === undefined ? {} : { mediaType }),
        ...(answer.tls === undefined ? {} : { tls: answer.tls }),
      };
    },
  };
}
