import { checkServerIdentity, type ConnectionOptions } from 'node:tls';

import { VaultError } from '../../../base/errors.ts';
import type { Certificate } from '../../../evidence/provenance.ts';

/** How a connection to a mail server is kept private: from its first byte, from STARTTLS on, or (on this computer alone) not at all. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

/** Where somebody's mail is, and who they are there. */
export interface MailAccount {
  readonly host: string;
  /** 993 for `tls`, 143 for the others, if left out. */
  readonly port?: number | undefined;
  /** `tls` if left out. */
  readonly security?: MailSecurity | undefined;
  readonly username: string;
  /** An app password, or an OAuth access token. */
  readonly secret: { readonly password: string } | { readonly token: string };
}

export interface MailServerOptions {
  /** The app and its version, told to the server as the client's. */
  readonly app: string;
  /** For tests: certificates to trust. */
  readonly tls?: Pick<ConnectionOptions, 'ca'>;
}

/** Milliseconds without an answer. */
export const mailPatience = { connection: 30_000, greeting: 16_000, silence: 120_000 };

/** The account with its port and its privacy settled. Throws `source.refused` for a connection in the clear off this computer. */
export function settledAccount(account: MailAccount): MailAccount & { port: number; security: MailSecurity } {
  const { host, port, security = 'tls' } = account;
  if (!/^[a-z0-9_.:-]{1,253}$/i.test(host)) throw new VaultError('input.record-invalid', { field: 'host' });
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new VaultError('input.record-invalid', { field: 'port' });
  if (account.username === '') throw new VaultError('input.record-invalid', { field: 'username' });
  if (security === 'none' && !isThisComputer(host))
    throw new VaultError('source.refused', { reason: 'not-encrypted' });
  return { ...account, security, port: port ?? (security === 'tls' ? 993 : 143) };
}

function isThisComputer(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/** `imaps://mail.example:993`: without a name or a secret. */
export function addressOf({ host, port, security }: MailAccount): string {
  const at = host.includes(':') ? `[${host}]` : host;
  return `${security === 'tls' ? 'imaps' : 'imap'}://${at}:${String(port)}`;
}

/**
 * TLS as it is asked for: certificates are checked, and those that were shown are handed over before anything is sent.
 * @param onCertificates told the chain, leaf first
 */
export function tlsOptions(
  { tls = {} }: MailServerOptions,
  onCertificates: (chain: readonly Certificate[]) => void,
  chainOf: (leaf: Parameters<typeof checkServerIdentity>[1]) => readonly Certificate[],
): ConnectionOptions {
  return {
    ...tls,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity: (host, certificate) => {
      onCertificates(chainOf(certificate));
      return checkServerIdentity(host, certificate);
    },
  };
}
