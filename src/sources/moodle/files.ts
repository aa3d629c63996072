import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Document, DocumentRole } from '../../evidence/records/document.ts';
import type { KnownItem } from '../source.ts';
import { atMost } from '../http/at-most.ts';
import type { MoodleFile } from './assignment-answers.ts';
import { isKept, keepPortalFile, refusePortalFile } from '../portal-file.ts';
import { download } from './download.ts';
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
/** Failures that may be the whole site's: the next question tells. */
export const maybeThePortal: ReadonlySet<string> = new Set([
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
  const { key, file, title } = listed;
  const { site, client, token, receiver, service, signal } = pull.parts;
  const about = { key, name: title ?? file.filename, record: documentOf(listed) };
  const url = isSet(file.isexternalfile) ? undefined : fileAddress(site, file.fileurl);
  if (url === undefined)
    return refusePortalFile(pull, about, new VaultError('source.item-refused', { reason: 'other-host' }));
  const known = pull.parts.previous.find(key);
  const kept = known !== undefined && isKept(known) ? known : undefined;
  if (kept !== undefined && isAsListed(kept, listed, url)) return pull.unchanged(key);
  pull.at(file.filename);
  const { filesize: size, mimetype: mediaType } = file;
  const knownEtag = kept === undefined ? undefined : etagOf(kept);
  const portal = { maybeThePortal, endsThePull, confirm: () => service.confirm(signal) };
  return keepPortalFile(pull, portal, {
    ...about,
    size,
    mediaType,
    download: () => download({ client, token, receiver }, { url, size, mediaType, knownEtag, signal }),
    fingerprint: (etag) => fingerprintOf(file, url, etag),
  });
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
