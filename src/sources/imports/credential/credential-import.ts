import { createHash } from 'node:crypto';

import { asVaultError, throwIfCancelled, VaultError } from '../../../base/errors.ts';
import type { Document } from '../../../evidence/records/document.ts';
import { addressesToAsk } from '../../../verify/origin/credentials/archived-answers.ts';
import { collectArchive, type Collected } from '../../openbadges/collect-archive.ts';
import { evidenceLinks } from '../../../verify/origin/credentials/evidence-links.ts';
import {
  insideClr,
  readCredential,
  type ReadCredential,
} from '../../../verify/origin/credentials/read-credential.ts';
import { takeCredential } from '../../openbadges/take-credential.ts';
import type { ItemResult, PreviousState, PullResult, Sink } from '../../source.ts';
import type { Given } from '../given.ts';
import type { ImportContext, ImportFormat } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import { readLikelyCredential } from './looks-like-credential.ts';

/**
 * A credential in a file: Open Badges 3.0, CLR 2.0 or another verifiable credential, as JSON, JWT, PNG or SVG; older badges are kept
 * without a check. What lies elsewhere (pictures, evidence) is never fetched: its address stands in the record. Only the issuer is
 * asked, for its keys and lists, and only where the import was given a way to it.
 *
 * What says that it is a credential and cannot be read is kept as a document, with a failed item that says why.
 */
export const credentialImport: ImportFormat = {
  format: 'credential',
  recognise: async (given, context, signal) => {
    const bytes = await readLikelyCredential(given);
    if (bytes === undefined) return undefined;
    const read = readOrError(bytes);
    if (read instanceof VaultError && read.code === 'format.unknown') return undefined;
    // Asked once for all pulls, so that a dry run and the import judge by the same answers.
    let collected: Promise<Collected> | undefined;
    const collect = async (pullSignal: AbortSignal): Promise<Collected | undefined> => {
      const { issuers } = context;
      if (issuers === undefined || read instanceof VaultError) return undefined;
      collected ??= collectArchive(read, issuers, pullSignal).catch((thrown: unknown) => {
        collected = undefined;
        throw thrown;
      });
      return collected;
    };
    throwIfCancelled(signal);
    return {
      format: 'credential',
      title: titleOf(read),
      origin: { key: 'credential', name: 'Credentials' },
      notices: noticesOf(read, context),
      source: importSource({
        name: given.name,
        address: given.path,
        pull: (previous, sink, pullSignal) =>
          pullCredential({ given, context, previous, sink, signal: pullSignal, collect }),
      }),
    };
  },
};

interface CredentialPull {
  readonly given: Given;
  readonly context: ImportContext;
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly collect: (signal: AbortSignal) => Promise<Collected | undefined>;
}

/** Two files are one item only if they are the same, byte for byte: a copy that somebody changed must never pass for a new version. */
async function pullCredential(pull: CredentialPull): Promise<PullResult> {
  const { given, context, previous, sink, signal } = pull;
  throwIfCancelled(signal);
  const bytes = await readLikelyCredential(given);
  if (bytes === undefined) throw new VaultError('input.changed-while-reading');
  const key = `credential/${createHash('sha256').update(bytes).digest('hex')}`;
  const name = given.name.toWellFormed();
  const provenance = importProvenance(given, context)();
  const read = readOrError(bytes);
  sink.progress({ name, done: 0, total: 1 });
  const results: readonly ItemResult[] =
    read instanceof VaultError
      ? await takeBroken({ name, bytes, key, read, pull, provenance })
      : await takeCredential(
          {
            key,
            name,
            bytes,
            read,
            provenance,
            ...collectedOf(await pull.collect(signal)),
            ...(given.mediaType === undefined ? {} : { mediaType: given.mediaType }),
          },
          { sink, previous, at: context.clock.now(), signal },
        );
  sink.progress({ name, done: 1, total: 1 });
  return { state: results.some(({ outcome }) => outcome === 'failed') ? 'partial' : 'ok' };
}

function collectedOf(collected: Collected | undefined): { readonly collected?: Collected } {
  return collected === undefined ? {} : { collected };
}

interface Broken {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly key: string;
  readonly read: VaultError;
  readonly provenance: ReturnType<ReturnType<typeof importProvenance>>;
  readonly pull: CredentialPull;
}

async function takeBroken(broken: Broken): Promise<readonly ItemResult[]> {
  const { name, bytes, key, read, provenance, pull } = broken;
  const record: Document = { name, role: 'credential' };
  return [
    await pull.sink.take({
      key: `${key}/document`,
      recordKind: 'document',
      name,
      record: { ...record },
      provenance,
      content: { bytes },
    }),
    await pull.sink.failed({ key, recordKind: 'credential', name, code: read.code, details: read.details }),
  ];
}

function readOrError(bytes: Uint8Array): ReadCredential | VaultError {
  try {
    return readCredential(bytes);
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (error.code.startsWith('internal.')) throw thrown;
    return error;
  }
}

const titles = {
  'open-badge-3': 'Open Badge',
  'clr-2': 'Learner record (CLR)',
  credential: 'Digital credential',
  'open-badge-2': 'Open Badge of an older kind',
} as const;

function titleOf(read: ReadCredential | VaultError): string {
  return read instanceof VaultError ? 'Digital credential' : titles[read.standard];
}

function noticesOf(read: ReadCredential | VaultError, { issuers }: ImportContext): readonly string[] {
  if (read instanceof VaultError) return ['credential-broken'];
  if (read.standard === 'open-badge-2') return ['credential-not-checked'];
  const all = [read, ...insideClr(read).flatMap((each) => (each instanceof VaultError ? [] : [each]))];
  const notices: string[] = [];
  if (issuers === undefined && all.some((each) => addressesToAsk(each).length > 0))
    notices.push('credential-issuer-not-asked');
  if (all.some(({ credential }) => evidenceLinks(credential).some(({ address }) => address !== undefined)))
    notices.push('credential-evidence-elsewhere');
  return notices;
}
