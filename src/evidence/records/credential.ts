import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { saidSchema } from '../values/stated.ts';
import { statedTimeSchema } from '../values/times.ts';

const forms = ['json', 'jwt', 'png', 'svg'] as const;
const standards = ['open-badge-3', 'clr-2', 'credential', 'open-badge-2'] as const;
const answerStates = ['good', 'bad', 'not-checked'] as const;

/** Somebody as the credential names them; nothing of it was confirmed by anybody else. */
const partySchema = openObject({
  id: z.string().exactOptional(),
  name: z.string().exactOptional(),
  url: z.string().exactOptional(),
  email: z.string().exactOptional(),
});

/** A name of the learner at the issuer; where `hashed`, a digest stands in its place. */
const identifierSchema = openObject({
  type: z.string().exactOptional(),
  value: z.string(),
  hashed: z.boolean().exactOptional(),
});

/** Something that an achievement stands for elsewhere: a unit of a qualification, a skill of a framework. */
const alignmentSchema = openObject({
  name: z.string().exactOptional(),
  /** The code there, such as a unit's reference: `A/502/0812`. */
  code: z.string().exactOptional(),
  url: z.string().exactOptional(),
  framework: z.string().exactOptional(),
  type: z.string().exactOptional(),
});

const achievementSchema = openObject({
  id: z.string().exactOptional(),
  name: z.string().exactOptional(),
  type: z.string().exactOptional(),
  /** The issuer's own code for it (`humanCode`). */
  code: z.string().exactOptional(),
  description: z.string().exactOptional(),
  criteria: z.string().exactOptional(),
  alignments: z.array(alignmentSchema),
});

/** One result, verbatim, with the words that the achievement gives for it. */
const resultSchema = openObject({
  /** Name of what was judged: `Unit grade`. */
  of: z.string().exactOptional(),
  /** The standard's name of its sort: `LetterGrade`, `RawScore`, `RubricCriterionLevel`, … */
  type: z.string().exactOptional(),
  value: saidSchema.exactOptional(),
  /** The level of a rubric that was reached, in the words of the rubric. */
  level: z.string().exactOptional(),
  status: z.string().exactOptional(),
  /** The `grade` record that was made of it. */
  grade: itemIdSchema.exactOptional(),
});

/** Evidence that the credential tells of. Its bytes are in the vault only where `item` names them. */
const credentialEvidenceSchema = openObject({
  address: z.string().exactOptional(),
  name: z.string().exactOptional(),
  narrative: z.string().exactOptional(),
  description: z.string().exactOptional(),
  genre: z.string().exactOptional(),
  mediaType: z.string().exactOptional(),
  /** What its bytes must come to, in lower-case hexadecimal, with the words of the credential. */
  digests: z.array(openObject({ algorithm: z.string(), hex: z.string(), said: z.string() })),
  item: itemIdSchema.exactOptional(),
  /** `matches`, `differs` or `no-digest`: how the bytes that were fetched compare with the digests. */
  check: z.string().exactOptional(),
});

/** One of the separate answers of a check; the codes are those of `credential-codes.ts`, the most important first. */
const answerSchema = openObject({ state: z.enum(answerStates), codes: z.array(z.string()) });

/** An answer of the issuer, as it came: enough to judge the credential again with the network off. */
const archivedAnswerSchema = openObject({
  /** `keys` or `status`. */
  purpose: z.string(),
  address: z.string(),
  received: z.string(),
  /** HTTP status. */
  status: z.int(),
  mediaType: z.string().exactOptional(),
  text: z.string(),
  /** The certificates it came over, leaf first, by subject, issuer, SHA-256 and times. */
  tls: z.array(z.record(z.string(), z.string())).exactOptional(),
});

/**
 * A digital credential: an Open Badge, a Comprehensive Learner Record, or another verifiable credential. Its bytes are a document
 * of its own and the evidence; what stands here is read out of them and never replaces them.
 *
 * `checked` is what could be said when it was kept. There is no sum of it: a signature that fits says nothing of who holds the key.
 */
export const credentialSchema = openObject({
  /** What held it: a file of JSON, a JWT, or a picture. */
  form: z.enum(forms),
  standard: z.enum(standards),
  id: z.string().exactOptional(),
  types: z.array(z.string()),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  issuer: partySchema,
  subject: openObject({
    id: z.string().exactOptional(),
    name: z.string().exactOptional(),
    identifiers: z.array(identifierSchema).exactOptional(),
  }),
  achievements: z.array(achievementSchema),
  results: z.array(resultSchema),
  evidence: z.array(credentialEvidenceSchema),
  validFrom: statedTimeSchema.exactOptional(),
  validUntil: statedTimeSchema.exactOptional(),
  awarded: statedTimeSchema.exactOptional(),
  checked: openObject({
    at: z.string(),
    signature: answerSchema.extend({
      suite: z.string().exactOptional(),
      keyId: z.string().exactOptional(),
    }),
    key: answerSchema.extend({
      from: z.string().exactOptional(),
      address: z.string().exactOptional(),
      received: z.string().exactOptional(),
    }),
    time: answerSchema,
    /** Holds for `asOf`, when the issuer's list was received. */
    status: answerSchema.extend({ asOf: z.string().exactOptional() }),
  }),
  archived: z.array(archivedAnswerSchema),
  /** What could not be asked of the issuer yet, with the error code. */
  notFetched: z.array(openObject({ purpose: z.string(), address: z.string(), code: z.string() })),
  /** The document with its bytes; for a credential within a CLR, that of the CLR. */
  document: itemIdSchema,
  /** The CLR that it is a part of. */
  partOf: itemIdSchema.exactOptional(),
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
});
export type Credential = z.infer<typeof credentialSchema>;
