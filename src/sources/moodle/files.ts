import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Document, DocumentRole } from '../../evidence/records/document.ts';
import type { KnownItem } from '../source.ts';
import { atMost } from '../http/at-most.ts';
import type { MoodleFile } from './assignment-answers.ts';
import { download, type Downloaded } from './download.ts';
import type { Pull } from './pull.ts';
import { fileAddress } from './site-files.ts';
import { isSet } from './site-answers.ts';
import { setTimes } from './stated-values.ts';

/** A file that the site lists, and what it belongs to. */
export interface ListedFile {
  readonly key: string;
  readonly role: DocumentRole;
  readonly file: MoodleFile;
  readonly belongs: Pick<Document, 'assignment' | 'attempt' | 'partOf'>;
  /** What to call it where its file name says nothing, as `index.html` does. */
  readonly title?: string;
  /** The site makes its bytes when it is asked, so that it lists no size and sends no ETag; when it changed is said all the same. */
  readonly generated?: boolean;
}

/** Downloads that go on at once for one assignment; the client's gate counts over all. */
const atOnce = 4;
/** Failures of the way, not of the file: worth one more try. */
const worthAnotherTry: ReadonlySet<string> = new Set([
  'source.download-incomplete',
  'source.timeout',
  'source.unreachable',
]);
/** Failures that may be the whole site's: the next question tells. */
const maybeTheSite: ReadonlySet<string> = new Set([
  'source.timeout',
  'source.unreachable',
  'source.maintenance',
  'source.refused',
  'source.protocol',
]);
/** Failures that are the site's or the learner's for certain. */
export const endsThePull: ReadonlySet<string> = new Set([
  'internal.cancelled',
  'source.login-expired',
  'source.needs-attention',
  'source.not-supported',
]);

/** Keeps listed files, each under its key. What fails with one file is that file's failure; the rest goes on. */
export async function keepFiles(pull: Pull, files: readonly ListedFile[]): Promise<void> {
  await atMost(atOnce, files, async (file) => keepFile(pull, file));
}

async function keepFile(pull: Pull, listed: ListedFile): Promise<void> {
  const { key, file } = listed;
  const url = isSet(file.isexternalfile) ? undefined : fileAddress(pull.parts.site, file.fileurl);
  if (url === undefined)
    return refuse(pull, listed, new VaultError('source.item-refused', { reason: 'other-host' }));
  const known = pull.parts.previous.find(key);
  if (known !== undefined && isKept(known) && isAsListed(known, listed, url)) return pull.unchanged(key);
  pull.at(file.filename);
  for (const lastTry of [false, true]) {
    const failure = await tryFile(pull, listed, url, known);
    if (failure === undefined) return;
    if (lastTry || !worthAnotherTry.has(failure.error.code)) {
      if (maybeTheSite.has(failure.error.code)) await pull.parts.service.confirm(pull.parts.signal);
      if (!failure.told) await refuse(pull, listed, failure.error);
      return;
    }
  }
}

interface FileFailure {
  readonly error: VaultError;
  /** True if the sink knows already, since it was reading when it happened. */
  readonly told: boolean;
}

async function tryFile(
  pull: Pull,
  listed: ListedFile,
  url: URL,
  known: KnownItem | undefined,
): Promise<FileFailure | undefined> {
  const { client, token, receiver, signal } = pull.parts;
  const { file, key } = listed;
  let got: Downloaded;
  try {
    got = await download(
      { client, token, receiver },
      {
        url,
        size: file.filesize,
        mediaType: file.mimetype,
        knownEtag: known !== undefined && isKept(known) ? etagOf(known) : undefined,
        signal,
      },
    );
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || endsThePull.has(thrown.code)) throw thrown;
    return { error: thrown, told: false };
  }
  const fingerprint = fingerprintOf(file, url, got.etag);
  if (got.unchanged) {
    await pull.unchanged(key, fingerprint);
    return undefined;
  }
  try {
    const result = await pull.take({
      key,
      recordKind: 'document',
      name: listed.title ?? file.filename,
      record: documentOf(listed),
      content: {
        stream: got.bytes,
        ...(file.filesize === undefined ? {} : { expectedSize: file.filesize }),
      },
      ...(file.mimetype === undefined ? {} : { mediaType: file.mimetype }),
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

async function refuse(
  pull: Pull,
  { key, file, title, belongs }: ListedFile,
  error: VaultError,
): Promise<void> {
  const { code, details } = error;
  await pull.failed({ key, recordKind: 'document', name: title ?? file.filename, code, details, belongs });
}

function documentOf({ file, role, belongs }: ListedFile): Document {
  return {
    name: file.filename,
    path: file.filepath,
    role,
    ...(file.mimetype === undefined ? {} : { mediaTypeClaimed: file.mimetype }),
    ...(file.filesize === undefined ? {} : { sizeClaimed: file.filesize }),
    ...setTimes({ modified: file.timemodified }),
    ...belongs,
  };
}

/** True if the bytes of the last version are kept and its last capture did not fail. */
function isKept(known: KnownItem): boolean {
  return known.version > 0 && known.sha256 !== undefined && known.failed === undefined;
}

/** True if the list says of a file what it said when it was kept. Without a size and a time the list says too little. */
function isAsListed(known: KnownItem, { file, generated }: ListedFile, url: URL): boolean {
  if (file.timemodified === undefined) return false;
  if (file.filesize === undefined && generated !== true) return false;
  const { fingerprint } = known;
  return (
    fingerprint?.url === url.href &&
    fingerprint.size === (file.filesize ?? null) &&
    fingerprint.modified === file.timemodified
  );
}

function etagOf(known: KnownItem): string | undefined {
  const etag = known.fingerprint?.etag;
  return typeof etag === 'string' ? etag : undefined;
}

function fingerprintOf(file: MoodleFile, url: URL, etag: string | undefined): JsonObject {
  return {
    url: url.href,
    size: file.filesize ?? null,
    modified: file.timemodified ?? null,
    ...(etag === undefined ? {} : { etag }),
  };
}
