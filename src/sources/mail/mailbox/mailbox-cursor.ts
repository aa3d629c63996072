import { z } from 'zod';

import type { JsonValue } from '../../../base/json.ts';

const folderSchema = z.object({
  uidValidity: z.string(),
  /** All messages up to this UID were looked at. */
  through: z.int().min(0),
  /** Of these, the ones that could not be had. */
  missing: z.array(z.int()),
  /** How many messages there were; -1 if the folder was not there. */
  messages: z.int(),
});
export type FolderCursor = z.infer<typeof folderSchema>;

const cursorSchema = z.object({ folders: z.record(z.string(), folderSchema) });

/** How far each folder was read. A cursor that is lost or not understood is none. */
export function readMailboxCursor(cursor: JsonValue): Map<string, FolderCursor> {
  const read = cursorSchema.safeParse(cursor);
  return new Map(read.success ? Object.entries(read.data.folders) : []);
}

export function writeMailboxCursor(folders: ReadonlyMap<string, FolderCursor>): JsonValue {
  return { folders: Object.fromEntries([...folders].map(([path, folder]) => [path, { ...folder }])) };
}
