import { concatBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Document, DocumentRole } from '../../evidence/records/document.ts';
import { atMost } from '../http/at-most.ts';
import type { KnownItem } from '../source.ts';
import type { CanvasFile, CanvasMedia } from './answers.ts';
import { isKept, keepPortalFile, refusePortalFile } from '../portal-file.ts';
import { idsOf } from '../ids-of.ts';
import { download } from './download.ts';
import type { Pull } from './pull.ts';
import { setTimes } from './stated.ts';

/** A file that a Canvas lists, and what it belongs to. */
export interface ListedFile {
  readonly key: string;
  readonly role: DocumentRole;
  readonly file: CanvasFile;
  readonly belongs: Pick<Document, 'assignment' | 'attempt' | 'partOf'>;
  /** Told the bytes as they come, once they are known to be whole; for a small file only. */
  readonly onBytes?: (bytes: Uint8Array) => void;
}

const atOnce = 3;
/** Failures that may be the whole site's: the next question tells. */
const maybeThePortal: ReadonlySet<string> = new Set([
  'source.timeout',
  'source.unreachable',
  'source.maintenance',
  'source.protocol',
  'source.download-wrong-type',
]);
/** Failures that are the site's or the learner's for certain. */
const endsThePull: ReadonlySet<string> = new Set(['internal.cancelled', 'source.login-expired']);

/** Keeps listed files, each under its key. What fails with one file is that file's failure; the rest goes on. */
export async function keepFiles(pull: Pull, files: readonly ListedFile[]): Promise<void> {
  await atMost(atOnce, files, async (file) => keepFile(pull, file));
}

/** The name as the learner or assessor gave it: a file's own name is written for addresses. */
export function nameOf(file: CanvasFile): string {
  return file.display_name ?? file.filename ?? file.id;
}

async function keepFile(pull: Pull, listed: ListedFile): Promise<void> {
  const { key, file, onBytes } = listed;
  const name = nameOf(file);
  const record = documentOf(listed);
  const { url } = file;
  if (url === undefined || url === null || url === '')
    return refusePortalFile(
      pull,
      { key, name, record },
      new VaultError('source.item-refused', { reason: 'locked' }),
    );
  const known = pull.parts.previous.find(key);
  const kept = onBytes === undefined && known !== undefined && isKept(known) ? known : undefined;
  if (kept !== undefined && isAsListed(kept, file)) return pull.unchanged(key);
  pull.at(name);
  const { parts } = pull;
  const size = file.size ?? undefined;
  const mediaType = file['content-type'] ?? undefined;
  const etag = kept?.fingerprint?.etag;
  const knownEtag = typeof etag === 'string' ? etag : undefined;
  const portal = { maybeThePortal, endsThePull, confirm: () => confirm(pull) };
  return keepPortalFile(pull, portal, {
    key,
    name,
    record,
    size,
    mediaType,
    download: async () => {
      const got = await download(parts, { url, size, mediaType, knownEtag, signal: parts.signal });
      return got.unchanged ? got : { ...got, bytes: () => listening(got.bytes(), onBytes) };
    },
    fingerprint: (served) => fingerprintOf(file, served),
  });
}

/** Returns if the site still answers and knows the learner. Throws as `CanvasApi.get`. */
async function confirm({ parts: { api, signal } }: Pull): Promise<void> {
  const reply = await api.get(api.address('users/self'), 'users/self', signal);
  if ('refusal' in reply) throw new VaultError('source.refused', { reason: 'no-access' });
}

async function* listening(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: ListedFile['onBytes'],
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) {
    if (onBytes !== undefined) pieces.push(piece);
    yield piece;
  }
  onBytes?.(concatBytes(...pieces));
}

function documentOf({ file, role, belongs }: ListedFile): Document {
  const mediaType = file['content-type'];
  return {
    name: nameOf(file),
    role,
    ...(typeof mediaType === 'string' ? { mediaTypeClaimed: mediaType } : {}),
    ...(typeof file.size === 'number' ? { sizeClaimed: file.size } : {}),
    ids: idsOf({ fileid: file.id, filename: file.filename }),
    ...setTimes({ created: file.created_at, modified: file.modified_at ?? file.updated_at }),
    ...belongs,
  };
}

/** A recording has neither a size nor a time in the lists, only an id that stays with it. */
export function fileOfMedia(media: CanvasMedia, fallback: string): CanvasFile {
  return {
    id: media.media_id ?? fallback,
    display_name: media.display_name ?? media.media_id ?? fallback,
    'content-type': media['content-type'],
    url: media.url,
    updated_at: media.media_id,
  };
}

/** True if the list says of a file what it said when it was kept. Without a time the list says too little. */
function isAsListed({ fingerprint }: KnownItem, file: CanvasFile): boolean {
  if (typeof file.updated_at !== 'string') return false;
  return (
    fingerprint?.id === file.id &&
    fingerprint.size === (file.size ?? null) &&
    fingerprint.updated === file.updated_at
  );
}

function fingerprintOf(file: CanvasFile, etag: string | undefined): JsonObject {
  return {
    id: file.id,
    size: file.size ?? null,
    updated: file.updated_at ?? null,
    ...(etag === undefined ? {} : { etag }),
  };
}
