import { VaultError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { Provenance } from '../evidence/provenance.ts';
import type { Document } from '../evidence/records/document.ts';
import type { PortalPull } from './portal-pull.ts';
import type { KnownItem } from './source.ts';

/** The kept version is what the portal still has, or here come the bytes of another. */
export type Downloaded =
  | { readonly unchanged: true; readonly etag: string | undefined }
  | {
      readonly unchanged: false;
      readonly etag: string | undefined;
      /** Of the answer, where it is looked at. */
      readonly mediaType?: string | undefined;
      readonly provenance: Provenance;
      /** Throws at its end if the bytes are not the listed file. Read once. */
      readonly bytes: () => AsyncIterable<Uint8Array>;
      /** To be called when the bytes have been read or are not wanted. */
      readonly discard: () => void;
    };

/** How files are had from one portal, and what its failures mean. */
export interface FilePortal {
  /** Codes of failures that may be the whole portal's: the next question tells. */
  readonly maybeThePortal: ReadonlySet<string>;
  /** Codes of failures that are the portal's or the learner's for certain. */
  readonly endsThePull: ReadonlySet<string>;
  /** Returns if the portal still answers and knows the learner; throws what ends the pull. */
  confirm(): Promise<unknown>;
}

/** A file that a portal lists. */
export interface PortalFile {
  readonly key: string;
  readonly name: string;
  readonly record: Document;
  /** As listed; undefined where the list does not say. */
  readonly size: number | undefined;
  readonly mediaType: string | undefined;
  readonly download: () => Promise<Downloaded>;
  /** What will tell this version from another, with the ETag of the answer. */
  readonly fingerprint: (etag: string | undefined) => JsonObject;
}

/** Failures of the way, not of the file: worth one more try. */
const worthAnotherTry: ReadonlySet<string> = new Set([
  'source.download-incomplete',
  'source.timeout',
  'source.unreachable',
]);

/** Downloads a file and keeps it, in two tries if need be. What fails with the file alone is a failed item; throws what ends the pull. */
export async function keepPortalFile(pull: PortalPull, portal: FilePortal, file: PortalFile): Promise<void> {
  for (const lastTry of [false, true]) {
    const failure = await tryFile(pull, portal, file);
    if (failure === undefined) return;
    if (lastTry || !worthAnotherTry.has(failure.error.code)) {
      if (portal.maybeThePortal.has(failure.error.code)) await portal.confirm();
      if (!failure.told) await refusePortalFile(pull, file, failure.error);
      return;
    }
  }
}

/** Says that a file cannot be had. */
export async function refusePortalFile(
  pull: PortalPull,
  { key, name, record }: Pick<PortalFile, 'key' | 'name' | 'record'>,
  { code, details }: VaultError,
): Promise<void> {
  const { assignment, attempt } = record;
  await pull.failed({ key, recordKind: 'document', name, code, details, belongs: { assignment, attempt } });
}

/** True if the bytes of the last version are kept and its last capture did not fail. */
export function isKept(known: KnownItem): boolean {
  return known.version > 0 && known.sha256 !== undefined && known.failed === undefined;
}

interface FileFailure {
  readonly error: VaultError;
  /** True if the sink knows already, since it was reading when it happened. */
  readonly told: boolean;
}

async function tryFile(
  pull: PortalPull,
  portal: FilePortal,
  file: PortalFile,
): Promise<FileFailure | undefined> {
  const { key, name, record, size, mediaType } = file;
  let got: Downloaded;
  try {
    got = await file.download();
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || portal.endsThePull.has(thrown.code)) throw thrown;
    return { error: thrown, told: false };
  }
  const fingerprint = file.fingerprint(got.etag);
  if (got.unchanged) {
    await pull.unchanged(key, fingerprint);
    return undefined;
  }
  try {
    const result = await pull.take({
      key,
      recordKind: 'document',
      name,
      record: { ...record },
      content: { stream: got.bytes, ...(size === undefined ? {} : { expectedSize: size }) },
      ...(mediaType === undefined ? {} : { mediaType }),
      provenance: got.provenance,
      fingerprint,
    });
    return result.outcome === 'failed' && result.code !== undefined
      ? { error: new VaultError(result.code), told: true }
      : undefined;
  } finally {
    got.discard();
  }
}
