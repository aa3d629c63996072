import { z } from 'zod';

import { openObject } from '../values/open-object.ts';

/** One file inside an archive. Its path is a name and never becomes a path. */
const archiveMemberSchema = openObject({
  path: z.string(),
  pathBytes: z.base64().exactOptional(),
  size: z.int().min(0),
  /** CRC-32 as eight hexadecimal digits in lower case. */
  crc32: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .exactOptional(),
  mediaType: z.string().exactOptional(),
  /** Short codes, such as `encrypted` or `crc-mismatch`. */
  problems: z.array(z.string().min(1)).exactOptional(),
});
export type ArchiveMember = z.infer<typeof archiveMemberSchema>;

/** The list of what an archive holds. `complete` is false where it could not be read to the end, and `problems` says why. */
export const archiveContentsSchema = openObject({
  members: z.array(archiveMemberSchema),
  complete: z.boolean(),
  problems: z.array(z.string().min(1)).exactOptional(),
});
export type ArchiveContents = z.infer<typeof archiveContentsSchema>;
