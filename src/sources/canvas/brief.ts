import { createHash } from 'node:crypto';

import { encodeBase64, utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { textOfHtml } from '../html/html-text.ts';
import { fileSchema, type CanvasAssignment, type CanvasFile } from './answers.ts';
import type { Answered } from './canvas-api.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { isKept } from '../portal-file.ts';
import { inertDocument } from './inert-html.ts';
import { keys } from './keys.ts';
import { linkedFiles, type LinkedFile } from './linked-files.ts';
import type { Pull } from './pull.ts';

/** A picture is put into the document up to this size, and so many of them, in bytes. */
const largestPicture = 1024 * 1024;
const allPictures = 8 * 1024 * 1024;
/** What a picture may be: an SVG can hold scripts, so it is kept as a file only. */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

interface BriefFile extends LinkedFile {
  readonly key: string;
  readonly file: CanvasFile;
}

/**
 * Keeps an assignment's own text as a document that needs nothing else, and the files of the course that it names.
 * @param text the description, without the keys in its links
 * @returns the items that the brief is made of
 */
export async function keepBrief(
  pull: Pull,
  assignment: CanvasAssignment,
  text: string,
  answered: Answered,
): Promise<string[]> {
  const key = keys.brief(assignment.id);
  const belongs = { assignment: pull.idOf(keys.assignment(assignment.id)) };
  const links = linkedFiles(text, pull.parts.site);
  const files: BriefFile[] = [];
  for (const link of links) {
    const fileKey = `${key}/file/${link.path.split('/').at(-1) ?? ''}`;
    const file = await askFile(pull, link, fileKey, belongs);
    if (file !== undefined) files.push({ ...link, key: fileKey, file });
  }
  const made = digest([
    assignment.name ?? '',
    text,
    ...files.map(({ file }) => [file.id, file.size, file.updated_at]),
  ]);
  const known = pull.parts.previous.find(key);
  const asBefore = known !== undefined && isKept(known) && known.fingerprint?.made === made;
  const shown = new Map<string, string>();
  let room = asBefore ? 0 : allPictures;
  const listed = files.map(({ key: fileKey, file, pictures: places }): ListedFile => {
    const type = file['content-type'] ?? '';
    const size = file.size ?? Number.POSITIVE_INFINITY;
    const wanted = places.length > 0 && pictures.has(type) && size <= Math.min(room, largestPicture);
    if (wanted) room -= size;
    const onBytes = (bytes: Uint8Array): void => {
      for (const place of places) shown.set(place, `data:${type};base64,${encodeBase64(bytes)}`);
    };
    return {
      key: fileKey,
      role: 'brief',
      file,
      belongs: { ...belongs, partOf: pull.idOf(key) },
      ...(wanted ? { onBytes } : {}),
    };
  });
  await keepFiles(pull, listed);
  const items = [key, ...listed.map((file) => file.key)].map((each) => pull.idOf(each));
  if (asBefore) {
    await pull.unchanged(key);
    return items;
  }
  const title = plainText(assignment.name ?? assignment.id);
  const name = `${title}.html`;
  const missing = listed.some(({ onBytes }, index) => {
    const place = files[index]?.pictures[0];
    return onBytes !== undefined && place !== undefined && !shown.has(place);
  });
  await pull.take({
    key,
    recordKind: 'document',
    name,
    record: { name, role: 'brief', mediaTypeClaimed: 'text/html', ...belongs, partOf: belongs.assignment },
    content: { bytes: utf8(inertDocument(title, text, (address) => shown.get(address))) },
    mediaType: 'text/html',
    provenance: { ...answered.provenance, madeFrom: 'description' },
    raw: [answered.raw],
    text: textOfHtml(text),
    // With a picture missing it is made again next time.
    ...(missing ? {} : { fingerprint: { made } }),
  });
  return items;
}

/** What the API says of a file that a text names; a file that it does not give is a failed item. */
async function askFile(
  pull: Pull,
  { path }: LinkedFile,
  key: string,
  belongs: { readonly assignment: string },
): Promise<CanvasFile | undefined> {
  const { api, signal } = pull.parts;
  const reply = await api.get(api.address(path), path.replace(/[0-9~]+/g, ':id'), signal);
  if ('answered' in reply) {
    const { data } = fileSchema.safeParse(reply.answered.value);
    if (data !== undefined) return data;
  }
  const missing = 'refusal' in reply && reply.refusal === 'not-there';
  const { code, details } = new VaultError(missing ? 'source.item-missing' : 'source.item-refused');
  const name = pull.parts.previous.find(key)?.name ?? path;
  await pull.failed({ key, recordKind: 'document', name, code, details, belongs });
  return undefined;
}

function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
