import { TLSSocket, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { Socket } from 'node:net';

import type { Certificate } from '../../evidence/provenance.ts';

const seen = new WeakMap<Socket, readonly Certificate[]>();

/** The certificates that the other side showed, leaf first; undefined without TLS. */
export function certificatesOf(socket: Socket): readonly Certificate[] | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const known = seen.get(socket);
  if (known !== undefined) return known;
  const chain = certificateChain(socket.getPeerCertificate(true));
  seen.set(socket, chain);
  return chain;
}

/** The certificates from a leaf on. A self-signed certificate names itself as its issuer, so the walk stops at the first it has met before. */
export function certificateChain(leaf: PeerCertificate): Certificate[] {
  const chain: Certificate[] = [];
  const met = new Set<string>();
  // Node's types promise more than it gives: no issuer at the end of an incomplete chain, an empty object without a certificate.
  let next: Partial<DetailedPeerCertificate> | undefined = leaf;
  while (next?.fingerprint256 !== undefined && !met.has(next.fingerprint256)) {
    met.add(next.fingerprint256);
    chain.push({
      subject: nameOf(next.subject),
      issuer: nameOf(next.issuer),
      sha256: next.fingerprint256.replaceAll(':', '').toLowerCase(),
      validFrom: timeOf(next.valid_from),
      validTo: timeOf(next.valid_to),
    });
    next = next.issuerCertificate;
  }
  return chain;
}

/** `CN=portal.example, O=College`: the parts as the certificate gives them. */
function nameOf(parts: object | undefined): string {
  return Object.entries(parts ?? {})
    .flatMap(([name, value]: [string, unknown]) =>
      (Array.isArray(value) ? value : [value]).map((each) => `${name}=${String(each)}`),
    )
    .join(', ');
}

function timeOf(said = ''): string {
  const time = Date.parse(said);
  return Number.isNaN(time) ? said : new Date(time).toISOString();
}
