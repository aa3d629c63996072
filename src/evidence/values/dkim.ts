import { z } from 'zod';

import { openObject } from './open-object.ts';
import { instantSchema, statedTimeSchema } from './times.ts';

/**
 * What became of one signature, as proof: it `holds` with the key that is kept beside it, it is `refused` whatever the key, or it
 * is `not-checked` because something was not there to check it with. A message is kept as evidence in every case.
 */
const dkimResults = ['holds', 'refused', 'not-checked'] as const;

/**
 * The key record of a signature as the name system answered. It is kept here and confirmed by nobody else: whoever made a message
 * up could have made this up too, so alone it proves nothing about the sender.
 */
const archivedKeySchema = openObject({
  /** `selector._domainkey.domain`, in lower case. */
  name: z.string(),
  /** The TXT records at that name in the order of the answer, each in its strings; empty if there is none. */
  records: z.array(z.array(z.string())),
  /** When it was answered. */
  at: instantSchema,
  /** Addresses of the resolver that answered, where they are known. */
  resolver: z.array(z.string()).exactOptional(),
  /**
   * The signed answers from the root down to the record (RFC 4035), each in base64 of its wire form. Absent unless the whole chain was
   * had; a resolver's word that it had validated (the AD bit) is none.
   */
  dnssec: z.array(z.base64()).exactOptional(),
});
export type ArchivedKey = z.infer<typeof archivedKeySchema>;

const dkimSignatureSchema = openObject({
  /** The tags `d`, `s`, `a`, `c` and `i` of RFC 6376 section 3.5. */
  domain: z.string().exactOptional(),
  selector: z.string().exactOptional(),
  algorithm: z.string().exactOptional(),
  canonicalization: z.string().exactOptional(),
  identity: z.string().exactOptional(),
  /** Names of the header fields that it covers, in lower case. */
  covers: z.array(z.string()).exactOptional(),
  signed: statedTimeSchema.exactOptional(),
  expires: statedTimeSchema.exactOptional(),
  result: z.enum(dkimResults),
  /** Why it does not hold: see `src/verify/origin/mail/dkim-codes.ts`. */
  code: z.string().exactOptional(),
  /** What a signature that holds covers: the message with its parts, or only the bytes of the body and not how they are read. */
  covered: z.enum(['message', 'raw-body']).exactOptional(),
  /** Short codes, such as `test-mode` or `other-domain`. */
  notes: z.array(z.string()).exactOptional(),
  key: archivedKeySchema.exactOptional(),
});
export type DkimSignature = z.infer<typeof dkimSignatureSchema>;

/** The DKIM signatures (RFC 6376) of a message as they were found at capture, with all that is needed to check them again. */
export const archivedDkimSchema = openObject({
  /** `too-large` where nothing was looked at for the size of the message. */
  state: z.enum(['unsigned', 'checked', 'not-checked', 'too-large']),
  /** When they were checked: whether a signature was in time is judged by this. Absent where there are none. */
  at: instantSchema.exactOptional(),
  /** In the order of the message's header. */
  signatures: z.array(dkimSignatureSchema),
  /** Signatures beyond the number that is looked at. */
  more: z.int().min(1).exactOptional(),
});
export type ArchivedDkim = z.infer<typeof archivedDkimSchema>;
