import { createHash } from 'node:crypto';

import type { CaptureOrigin } from '../../../../src/contract/control-frames.ts';
import type { PortalState } from '../../../../src/contract/shell-contract.ts';
import { isThisComputer, safeParsePortalAddress } from './portal-address.ts';

/** A certificate as Electron shows it. */
export interface ShownCertificate {
  /** PEM. */
  readonly data: string;
  readonly subjectName: string;
  readonly issuerName: string;
  /** Seconds since 1970. */
  readonly validStart: number;
  readonly validExpiry: number;
  readonly issuerCert?: ShownCertificate | undefined;
}

const longestChain = 10;

/** A chain as it is kept, leaf first; what cannot be read ends it. */
export function chainOf(leaf: ShownCertificate | undefined): CaptureOrigin['certificates'] {
  const chain: CaptureOrigin['certificates'] = [];
  for (let next = leaf; next !== undefined && chain.length < longestChain; next = next.issuerCert) {
    const sha256 = digestOf(next.data);
    // A certificate of an authority may name itself as its issuer.
    if (sha256 === undefined || chain.some((known) => known.sha256 === sha256)) break;
    chain.push({
      sha256,
      subject: next.subjectName.slice(0, 1000),
      issuer: next.issuerName.slice(0, 1000),
      validFrom: new Date(next.validStart * 1000).toISOString(),
      validTo: new Date(next.validExpiry * 1000).toISOString(),
    });
  }
  return chain;
}

/** SHA-256 of a certificate's DER form (RFC 7468), in hexadecimal. */
function digestOf(pem: string): string | undefined {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/u.exec(pem)?.[1];
  return body === undefined
    ? undefined
    : createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex');
}

export interface Connection {
  readonly address: string;
  /** The last page could not be shown since its certificate does not hold. */
  readonly isBroken: boolean;
  /** The vault is one to practise with. */
  readonly practice: boolean;
}

/** What the address bar says of the connection. Nothing is shown over a certificate that does not hold, so https means that it did. */
export function certificateState({ address, isBroken, practice }: Connection): PortalState['certificate'] {
  if (isBroken) return 'broken';
  const url = safeParsePortalAddress(address);
  if (url?.protocol === 'https:') return 'secure';
  return url !== undefined && practice && isThisComputer(url.hostname) ? 'practice' : 'not-secure';
}

/** True for Chromium's errors that mean a certificate (net/base/net_error_list.h: -200 to -299). */
export function isCertificateError(code: number): boolean {
  return code <= -200 && code > -300;
}
