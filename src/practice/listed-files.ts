import { z } from 'zod';

import { recordedBase } from './recordings.ts';

/** A file as some answer of the site lists it. */
export interface ListedFile {
  /** `context/component/area/item/folders/name`, decoded. */
  readonly path: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

const listedSchema = z.looseObject({
  fileurl: z.string(),
  filesize: z.number(),
  timemodified: z.number(),
});

/**
 * `context/component/area/item/folders/name` of a file address of the recorded site, decoded, without what a query adds;
 * undefined for any other address.
 */
export function findFilePath(address: string): string | undefined {
  const match = /^(?:\/webservice)?\/pluginfile\.php\/([^?]+)/.exec(
    address.startsWith(recordedBase) ? address.slice(recordedBase.length) : address,
  );
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

/** Every file that an answer lists, at whatever depth. */
export function listFiles(answer: unknown): ListedFile[] {
  if (Array.isArray(answer)) return answer.flatMap(listFiles);
  if (typeof answer !== 'object' || answer === null) return [];
  const inner = Object.values(answer).flatMap(listFiles);
  const listed = listedSchema.safeParse(answer);
  if (!listed.success) return inner;
  const path = findFilePath(listed.data.fileurl);
  if (path === undefined) return inner;
  return [{ path, size: listed.data.filesize, modified: listed.data.timemodified }, ...inner];
}
