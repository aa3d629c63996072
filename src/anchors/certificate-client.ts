import { isIP } from 'node:net';

import { VaultError } from '../base/errors.ts';
import { parseAuthorityAddress } from './timestamp-client.ts';
import { readAtMost } from './read-at-most.ts';

export interface CertificateAsking {
  /** Address of the authority whose certificates name where to ask. */
  readonly authority: string;
  /** `evidence-vault/0.1.0`, sent as User-Agent. */
  readonly app: string;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole exchange; 20,000 unless told. */
  readonly timeout?: number;
}

/** Lists of busy issuers are longer than a history should carry; such an issuer answers by OCSP. */
const mostAnswer = 256 * 1024;
const wholeTimeout = 20_000;

/**
 * Fetches what a certificate names: a revocation list or its issuer's certificate by GET, or an OCSP answer where there is a `request`
 * (RFC 5280 section 4.2.2.1, RFC 6960 appendix A.1). What comes back proves itself by its signature, so plain http will do, which is
 * all that issuers offer. Nothing but the request is sent, and no redirect is followed.
 *
 * Throws `source.unsafe-address` for what is no web address, and for one in this computer or building unless the authority itself is
 * there; `proof.authority-unreachable`, `proof.authority-refused`, `proof.authority-wrong-answer`, `internal.cancelled`.
 */
export async function fetchNamed(
  address: string,
  asking: CertificateAsking,
  request?: Uint8Array,
): Promise<Uint8Array> {
  const { app, signal, timeout = wholeTimeout } = asking;
  const url = namedAddress(address, asking.authority);
  try {
    const response = await fetch(url, {
      ...(request === undefined ? {} : { method: 'POST', body: request.slice() }),
      headers: {
        'user-agent': app,
        ...(request === undefined ? {} : { 'content-type': 'application/ocsp-request' }),
      },
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    const { status } = response;
    if (status !== 200) {
      await response.body?.cancel();
      throw new VaultError(status >= 500 ? 'proof.authority-unreachable' : 'proof.authority-refused', {
        status,
      });
    }
    return await readAtMost(
      response,
      mostAnswer,
      () => new VaultError('proof.authority-wrong-answer', { what: 'too-large' }),
    );
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    if (signal.aborted) throw new VaultError('internal.cancelled', {}, thrown);
    throw new VaultError('proof.authority-unreachable', {}, thrown);
  }
}

/** A certificate is somebody else's text: it must not send us to machines that only this computer can reach. */
function namedAddress(address: string, authority: string): string {
  const url = new URL(parseAuthorityAddress(address));
  const host = url.hostname;
  const isElsewhere =
    host.includes('.') && isIP(host) === 0 && !/\.(?:local|internal|localhost)$/u.test(host);
  if (!isElsewhere && host !== URL.parse(authority)?.hostname) throw new VaultError('source.unsafe-address');
  return url.href;
}
