import { z } from 'zod';

import { archivedDkimSchema } from '../values/dkim.ts';
import { idsAtSourceSchema, itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { personSchema } from '../values/person.ts';
import { statedTimeSchema } from '../values/times.ts';
import { writtenTextSchema } from '../values/written-text.ts';

const messageChannels = ['e-mail', 'portal-message', 'submission-comment', 'forum-post', 'other'] as const;

/**
 * A message: an e-mail, a comment under a submission, a forum post. For an e-mail the raw message (`raw`) is the evidence;
 * what is parsed here feeds search and display, and never replaces it.
 */
export const messageSchema = openObject({
  channel: z.enum(messageChannels),
  /** Senders and receivers as the message words them. */
  from: z.array(z.string()).exactOptional(),
  to: z.array(z.string()).exactOptional(),
  cc: z.array(z.string()).exactOptional(),
  /** The author as a portal names them. */
  by: personSchema.exactOptional(),
  subject: z.string().exactOptional(),
  sent: statedTimeSchema.exactOptional(),
  /** When it was last changed, where it can be. */
  modified: statedTimeSchema.exactOptional(),
  messageId: z.string().exactOptional(),
  inReplyTo: z.string().exactOptional(),
  text: z.array(writtenTextSchema).exactOptional(),
  /** Headers in their order, verbatim; a name may come more than once. */
  headers: z.array(openObject({ name: z.string(), value: z.string() })).exactOptional(),
  ids: idsAtSourceSchema.exactOptional(),
  raw: itemIdSchema.exactOptional(),
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
  /** Attachments. */
  items: itemIdsSchema.exactOptional(),
  /** For an e-mail: its DKIM signatures, and the keys to check them with when nobody answers any more. */
  dkim: archivedDkimSchema.exactOptional(),
  /** What could not be read out of the raw message, as short codes; the raw message has it all. */
  problems: z.array(z.string().min(1)).exactOptional(),
});
export type Message = z.infer<typeof messageSchema>;
