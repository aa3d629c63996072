import { encodeBase64, encodeHex, parseBase64 } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import {
  asVaultError,
  reportError,
  throwIfCancelled,
  VaultError,
  type ErrorReport,
} from '../../base/errors.ts';
import { fetchNamed, type CertificateAsking } from '../../anchors/certificate-client.ts';
import { readEntryFields, type EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { Certificate } from '../../ledger/timestamps/certificate.ts';
import { certificateAddresses } from '../../ledger/timestamps/revocation/certificate-addresses.ts';
import { encodeOcspRequest } from '../../ledger/timestamps/revocation/ocsp-request.ts';
import {
  RevocationData,
  type CertificateStatus,
} from '../../ledger/timestamps/revocation/revocation-data.ts';
import type { WritableVault } from '../vault-context.ts';
import { stampLog, timestampNow, type StampingReport } from './timestamp-now.ts';
import { certificatesOf, findChain } from './token-chain.ts';

/** What an issuer said of one certificate behind an authority's tokens. */
export interface RefreshedCertificate {
  /** The certificate's name, for people. */
  readonly name: string;
  /** Until when it is good; ISO 8601. */
  readonly validUntil: string;
  /** `trust` for the last of a chain, of which only the reader says what it is worth; `unknown` where nobody could be asked. */
  readonly state: 'good' | 'revoked' | 'unknown' | 'trust';
  /** As of when the issuer says so. ISO 8601. */
  readonly asOf?: string;
  /** Why it is not known, where somebody was asked. */
  readonly error?: ErrorReport;
}

interface RefreshedSigner {
  readonly authority: string;
  /** How many of its tokens are kept. */
  readonly tokens: number;
  /** The chain, the signer's certificate first. */
  readonly certificates: readonly RefreshedCertificate[];
}

export interface RefreshReport {
  readonly signers: readonly RefreshedSigner[];
  /** Tokens of which no certificate could be told. */
  readonly unreadable: number;
  /** The new stamps over what was kept, one for each log that holds tokens. */
  readonly stamping: readonly StampingReport[];
}

interface Signer {
  readonly authority: string;
  readonly signer: Certificate;
  readonly others: readonly Certificate[];
  tokens: number;
}

/**
 * Renews the dates of a vault: asks the issuers of the certificates behind its tokens what they say of them now, keeps that in the
 * history, and has everything stamped again, by all the learner's authorities. Later readers then know that tokens and what was said
 * of them existed while it was true (the idea of RFC 4998 section 5.2). To be done some time before certificates end or
 * algorithms weaken: when the learner says so, and by itself (`datesDueAt`) where the learner switched dates on. Only addresses that the certificates name are asked, and they hear nothing but the number
 * of an authority's certificate.
 * Throws `storage.*`, `integrity.*`, `internal.cancelled`; what was kept by then stays.
 */
export async function refreshTimestamps(
  vault: WritableVault,
  options: { readonly signal: AbortSignal; readonly timeout?: number },
): Promise<RefreshReport> {
  const { signal } = options;
  const { signers, logs, unreadable } = await signersOf(vault, signal);
  const refreshed: RefreshedSigner[] = [];
  const entries: EntryOf<'stamp-evidence'>[] = [];
  for (const signer of signers) {
    throwIfCancelled(signal);
    const { evidence, report } = await refreshSigner(vault, signer, {
      ...options,
      authority: signer.authority,
      app: vault.app,
    });
    refreshed.push(report);
    if (evidence.chain.length + evidence.revocation.length > 0) entries.push(evidence);
  }
  if (entries.length > 0) await vault.recorder.record(entries);
  const stamping: StampingReport[] = [];
  // Logs of earlier installations first, so that what they gave is covered by this one's.
  for (const log of logs) if (log !== vault.recorder.log) stamping.push(await stampLog(vault, log, options));
  if (signers.length > 0) stamping.push(await timestampNow(vault, options));
  return { signers: refreshed, unreadable, stamping };
}

async function signersOf(
  vault: WritableVault,
  signal: AbortSignal,
): Promise<{
  readonly signers: readonly Signer[];
  readonly logs: ReadonlySet<string>;
  readonly unreadable: number;
}> {
  const found = new Map<string, Signer>();
  const logs = new Set<string>();
  let unreadable = 0;
  for (const { log, index, by } of vault.index.proofs.stamped()) {
    throwIfCancelled(signal);
    logs.add(log);
    const stored = await vault.ledger.getEntry(log, index);
    const read = stored.readable ? readEntryFields(stored.fields) : undefined;
    const token =
      read?.known === true && read.entry.kind === 'checkpoint-stamped'
        ? certificatesOf(parseBase64(read.entry.token))
        : undefined;
    if (token === undefined) {
      unreadable += 1;
      continue;
    }
    const key = `${by} ${encodeBase64(token.signer.raw)}`;
    const known = found.get(key) ?? { authority: by, ...token, tokens: 0 };
    known.tokens += 1;
    found.set(key, known);
  }
  return { signers: [...found.values()], logs, unreadable };
}

async function refreshSigner(
  vault: WritableVault,
  { authority, signer, others, tokens }: Signer,
  asking: CertificateAsking,
): Promise<{ readonly evidence: EntryOf<'stamp-evidence'>; readonly report: RefreshedSigner }> {
  const { chain, fetched } = await findChain(signer, others, (address) => fetchNamed(address, asking));
  const certificates: RefreshedCertificate[] = [];
  const revocation: Uint8Array[] = [];
  for (const [place, certificate] of chain.entries()) {
    const issuer = chain[place + 1];
    const about = {
      name: certificate.subjectText,
      validUntil: new Date(certificate.notAfter).toISOString(),
    };
    if (issuer === undefined) {
      certificates.push({ ...about, state: place === 0 ? 'unknown' : 'trust' });
      continue;
    }
    const { data, status, error } = await askIssuer(certificate, issuer, asking);
    revocation.push(...data);
    certificates.push({
      ...about,
      state: status === undefined ? 'unknown' : status.state === 'good' ? 'good' : 'revoked',
      ...(status === undefined ? {} : { asOf: new Date(status.thisUpdate).toISOString() }),
      ...(status !== undefined || error === undefined ? {} : { error }),
    });
  }
  const evidence: EntryOf<'stamp-evidence'> = {
    kind: 'stamp-evidence',
    at: isoTime(vault.clock),
    authority,
    signer: encodeHex(vault.hashes.sha256(signer.raw)),
    chain: fetched.map(({ raw }) => encodeBase64(raw)),
    revocation: revocation.map(encodeBase64),
  };
  return { evidence, report: { authority, tokens, certificates } };
}

interface Asked {
  /** What proves the status; nothing where there is none. */
  readonly data: readonly Uint8Array[];
  readonly status: CertificateStatus | undefined;
  readonly error: ErrorReport | undefined;
}

/**
 * Asks by OCSP, which is short, and else takes the list; only what the issuer signed about this certificate is kept. Of one that was
 * taken back the list is kept too, which may say more of when.
 */
async function askIssuer(
  certificate: Certificate,
  issuer: Certificate,
  asking: CertificateAsking,
): Promise<Asked> {
  const { ocsp, lists } = certificateAddresses(certificate);
  const request = ocsp.length === 0 ? undefined : await encodeOcspRequest(certificate, issuer);
  let [kept, error]: [Pick<Asked, 'data' | 'status'>, ErrorReport | undefined] = [
    { data: [], status: undefined },
    undefined,
  ];
  for (const [address, body] of [
    ...ocsp.map((each) => [each, request] as const),
    ...lists.map((each) => [each, undefined] as const),
  ]) {
    try {
      const data = await fetchNamed(address, asking, body);
      const [status] = await new RevocationData([data]).statusesOf(certificate, issuer);
      if (status === undefined) throw new VaultError('proof.authority-wrong-answer', { what: 'revocation' });
      kept = { data: [...kept.data, data], status: kept.status ?? status };
      if (status.state === 'good') break;
    } catch (thrown) {
      const failed = asVaultError(thrown);
      if (failed.code.startsWith('internal.')) throw failed;
      error = reportError(failed);
    }
  }
  return { ...kept, error };
}
