import { z } from 'zod';

import { idsAtSourceSchema, itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { statedTimeSchema } from '../values/times.ts';
import { archiveContentsSchema } from './archive-contents.ts';

const documentRoles = [
  'submission-file',
  'online-text',
  'feedback-file',
  'feedback-image',
  'annotated-copy',
  'brief',
  'attachment',
  'message-source',
  'page-pdf',
  'page-screenshot',
  'page-source',
  'certificate',
  'credential',
  'recording',
  'image',
  'archive',
  'file',
] as const;
export type DocumentRole = (typeof documentRoles)[number];

/**
 * What something was in a portfolio that it was exported from (Leap2A): its type there, and how it hangs together with the rest. All of it
 * is in the words of the export.
 */
const portfolioEntrySchema = openObject({
  /** Such as `ability`, `achievement`, `activity`, `meeting`, `plan`, `resource`, `selection`. */
  type: z.string().exactOptional(),
  /** Who wrote it, where that is said of the entry itself. */
  author: z.string().exactOptional(),
  links: z
    .array(
      openObject({
        /** Such as `has_part`, `supports`, `enclosure`. */
        rel: z.string(),
        /** The item that it leads to, if that came with the export. */
        item: itemIdSchema.exactOptional(),
        /** Where it leads to, if elsewhere; nothing was fetched from there. */
        address: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  categories: z
    .array(
      openObject({
        term: z.string(),
        scheme: z.string().exactOptional(),
        label: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  /** Dates beside those of making and changing it, such as `start`, `end`, `target`. */
  dates: z
    .array(
      openObject({
        point: z.string().exactOptional(),
        label: z.string().exactOptional(),
        said: z.string(),
      }),
    )
    .exactOptional(),
});

/**
 * A file, or anything else that is kept as bytes. The bytes, their size and their digests are the ledger's business.
 *
 * Names are metadata, byte for byte as given, and never become paths. Text cannot hold every name: a Linux name may be invalid
 * UTF-8, a Windows name a lone surrogate. Then `name` or `path` holds the replacement character, and `nameBytes` or
 * `pathBytes` the true bytes in base64 (UTF-8, or WTF-8 for Windows).
 */
export const documentSchema = openObject({
  name: z.string(),
  nameBytes: z.base64().exactOptional(),
  /** The folder or whole path at the source, as given. */
  path: z.string().exactOptional(),
  pathBytes: z.base64().exactOptional(),
  role: z.enum(documentRoles),
  /** What the source says it is. */
  mediaTypeClaimed: z.string().exactOptional(),
  /** What its first bytes say it is; absent where they say nothing. */
  mediaTypeFound: z.string().exactOptional(),
  /** The size that the source announced, in bytes. */
  sizeClaimed: z.int().min(0).exactOptional(),
  ids: idsAtSourceSchema.exactOptional(),
  created: statedTimeSchema.exactOptional(),
  modified: statedTimeSchema.exactOptional(),
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
  /** The submission, feedback, message, page or archive that it is a part of. */
  partOf: itemIdSchema.exactOptional(),
  /** For an archive: what is inside. The archive itself stays whole. */
  contents: archiveContentsSchema.exactOptional(),
  portfolio: portfolioEntrySchema.exactOptional(),
});
export type Document = z.infer<typeof documentSchema>;
