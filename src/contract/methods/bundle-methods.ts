import { z } from 'zod';

import { grantId, idText, longText, method, nothing, shortText, taskStarted, timeText } from '../common.ts';
import { itemFlag } from './item-methods.ts';

/** Parts of a profile that are shown or kept back one by one. */
export const identityPart = z.enum([
  'name',
  'dateOfBirth',
  'uln',
  'registration',
  'candidateNumber',
  'learnerNumber',
  'email',
]);
export type IdentityPart = z.infer<typeof identityPart>;

/** What to send: everything if all are left out. */
const exportChoiceSchema = z.strictObject({
  source: idText.exactOptional(),
  unit: idText.exactOptional(),
  items: z.array(idText).max(100_000).exactOptional(),
  /** Left out, with what belongs to them. */
  exclude: z.array(idText).max(100_000).exactOptional(),
  /** Marked items that go along all the same. */
  includeFlagged: z.array(idText).max(100_000).exactOptional(),
  /** Pictures and office files go along as copies that say less of who made them, where and with what. */
  stripMetadata: z.boolean().exactOptional(),
  /** Exactly these parts of the profile; by default those that an awarding organisation needs. */
  identity: z.array(identityPart).max(20).exactOptional(),
  /** The candidate number, which stands for the name. */
  pseudonym: shortText.exactOptional(),
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

/** What a file may say of itself. */
const saidKind = z.enum([
  'author',
  'changed-by',
  'company',
  'title',
  'words',
  'place',
  'time',
  'device',
  'program',
  'picture',
  'people-inside',
  'other',
]);

/** Public keys of age. */
const ageKey = z.string().regex(/^age1[a-z0-9]{1,200}$/u);

export const missingSchema = z.object({
  what: z.string(),
  code: z.string(),
  why: z.string().exactOptional(),
  reason: z.string(),
  noticedAt: timeText,
  item: z.string().exactOptional(),
});

const namingSchema = z.object({
  item: z.string().exactOptional(),
  what: z.string(),
  where: z.enum(['name', 'record', 'text', 'not-read']),
});

const flaggedSchema = z.object({ item: z.string(), what: z.string(), flags: z.array(itemFlag) });

/** Bundles: made here, verified anywhere. */
export const bundleMethods = {
  /** What a bundle would hold, what would be missing from it, and what of the learner it would show. */
  'bundle.preview': method(
    exportChoiceSchema,
    z.object({
      items: z.number(),
      bytes: z.number(),
      missing: z.array(missingSchema),
      /** What stays here since the learner marked it; the bundle does not say what or how much. */
      flagged: z.array(flaggedSchema),
      /** Under a pseudonym: what may name the learner all the same. */
      naming: z.array(namingSchema),
      facts: z.array(
        z.object({
          of: z.enum(['profile', 'enrolment']),
          field: z.string(),
          value: z.string(),
          shown: z.boolean(),
        }),
      ),
    }),
  ),
  /** What of a choice stays here for its mark, though nothing else is left of it. */
  'bundle.flagged': method(exportChoiceSchema, z.object({ flagged: z.array(flaggedSchema) })),
  /** What the pictures and office files of a choice say beside what they show; reads them all, so it may take a while. */
  'bundle.metadata': method(
    exportChoiceSchema,
    z.object({
      files: z.array(
        z.object({
          item: z.string(),
          what: z.string(),
          said: z.array(
            z.object({ what: saidKind, text: z.string(), stays: z.literal(true).exactOptional() }),
          ),
          /** True if a copy can say less. */
          strippable: z.boolean(),
        }),
      ),
    }),
  ),
  /** A window of the items that it would hold. */
  'bundle.contents': method(
    z.strictObject({
      choice: exportChoiceSchema,
      text: shortText.exactOptional(),
      offset: z.int().min(0).max(10_000_000),
      limit: z.int().min(1).max(200),
    }),
    z.object({
      total: z.number(),
      items: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          name: z.string(),
          attempt: z.number().exactOptional(),
          size: z.number().exactOptional(),
          within: z.string().exactOptional(),
        }),
      ),
    }),
  ),
  /** Bundles that this computer made before, newest first. */
  'bundle.earlier': method(
    nothing,
    z.object({
      bundles: z.array(
        z.object({
          bundle: z.string(),
          at: timeText,
          items: z.number(),
          size: z.number(),
          sha256: z.string(),
          recipients: z.array(z.string()),
        }),
      ),
    }),
  ),
  'bundle.export': method(
    z.strictObject({
      choice: exportChoiceSchema,
      to: grantId,
      replace: z.boolean().exactOptional(),
      /** Locks it for these alone. */
      recipients: z.array(ageKey).min(1).max(50).exactOptional(),
      /** Ids of earlier bundles that it goes on from. */
      extends: z.array(idText).max(50).exactOptional(),
      /** Most bytes of one file: as many bundles as it takes, beside `to`. */
      split: z.int().min(50_000).exactOptional(),
      /** Also writes the grades down as a learner record that says that the learner made it. */
      clr: z.boolean().exactOptional(),
      /** Also shows when the vault was last put together again from a second copy, as a trial. */
      withRehearsal: z.boolean().exactOptional(),
    }),
    taskStarted,
  ),
  /** Whose card or key this text is: a card, its short form, or a bare key of age. */
  'recipients.read': method(
    z.strictObject({ text: longText }),
    z.object({
      recipient: z.string(),
      card: z
        .object({ name: z.string(), contact: z.string(), madeAt: timeText, keyPhrase: z.string() })
        .exactOptional(),
    }),
  ),
  /** Saves the page on which others check bundles. Needs no vault. */
  'verifier.save': method(z.strictObject({ to: grantId, replace: z.boolean().exactOptional() }), taskStarted),
  /** Needs no vault. */
  'bundle.verify': method(
    z.strictObject({
      file: grantId,
      expectKey: shortText.exactOptional(),
      full: z.boolean().exactOptional(),
      /** File that says whom the reader trusts. */
      policy: grantId.exactOptional(),
      /** A day or a moment as of which to judge. */
      at: shortText.exactOptional(),
      /** Files with the reader's own identities of age. */
      identities: z.array(grantId).max(50).exactOptional(),
    }),
    taskStarted,
  ),
  /** Saves the report of a verification that is done, as a page or as JSON. Needs no vault. */
  'report.save': method(
    z.strictObject({
      task: idText,
      to: grantId,
      as: z.enum(['page', 'json']),
      replace: z.boolean().exactOptional(),
    }),
    nothing,
  ),
};
