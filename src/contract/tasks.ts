import { z } from 'zod';

import type { VerificationReport } from '../verify/verification-report.ts';
import { missingSchema } from './methods/bundle-methods.ts';
import { importPreviewSchema, refusedImportSchema } from './methods/import-shapes.ts';
import { timeText } from './common.ts';
import { sentErrorSchema } from './reply.ts';

const reportedItem = z.object({
  id: z.string(),
  name: z.string(),
  outcome: z.string(),
  size: z.number().exactOptional(),
  code: z.string().exactOptional(),
});

/** How one source's sync went. The first thousand items; the counts tell of all. */
export const syncReportSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  state: z.string(),
  error: sentErrorSchema.exactOptional(),
  captured: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  gone: z.number(),
  failed: z.number(),
  items: z.array(reportedItem),
});

/** The verifier's report. It was made by our own verifier in the engine, so only its shape at the top is looked at again. */
const verificationReportSchema = z.custom<VerificationReport>(
  (value) => typeof value === 'object' && value !== null && 'verdict' in value && 'checks' in value,
);

const datesGiven = z.object({
  stamped: z.array(z.object({ authority: z.string(), name: z.string(), time: timeText })),
  failed: z.array(z.object({ authority: z.string(), name: z.string(), error: sentErrorSchema })),
});
const witnessesSigned = z.object({
  size: z.number(),
  cosigned: z.array(z.object({ witness: z.string(), time: timeText })),
  failed: z.array(z.object({ witness: z.string(), error: sentErrorSchema })),
});

/** What each kind of task gives when it is done. */
const taskResults = {
  sync: z.object({ reports: z.array(syncReportSchema) }),
  'add-files': z.object({ reports: z.array(syncReportSchema) }),
  /** A source was connected, or signed in again, in the portal window. */
  connect: z.object({
    source: z.string(),
    name: z.string(),
    again: z.boolean(),
    notices: z.array(z.string()),
  }),
  'preview-import': z.object({
    previews: z.array(importPreviewSchema),
    refused: z.array(refusedImportSchema),
  }),
  import: z.object({ reports: z.array(syncReportSchema), refused: z.array(refusedImportSchema) }),
  'save-copy': z.object({ size: z.number(), sha256: z.string() }),
  check: z.object({
    ok: z.boolean(),
    full: z.boolean(),
    entries: z.number(),
    blobs: z.number(),
    bytes: z.number(),
    damaged: z.array(
      z.object({
        code: z.string(),
        file: z.string().exactOptional(),
        items: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
    ),
  }),
  'rebuild-index': z.object({}),
  'copy-vault': z.object({
    synced: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        files: z.number(),
        bytes: z.number(),
        /** Files that the vault itself has no good copy of. */
        lacking: z.number(),
        alerts: z.array(z.string()),
        /** Things that another computer had left there, and that were taken in. */
        taken: z.number(),
      }),
    ),
    failed: z.array(z.object({ id: z.string(), name: z.string(), error: sentErrorSchema })),
  }),
  rehearse: z.object({
    name: z.string(),
    items: z.number(),
    readable: z.number(),
    of: z.number(),
    missing: z.array(z.object({ id: z.string(), name: z.string() })),
    /** `older` if only a passphrase before the present one opens it, `missing` if nothing would. */
    header: z.enum(['current', 'older', 'missing']),
  }),
  'check-copy': z.object({
    id: z.string(),
    name: z.string(),
    full: z.boolean(),
    ok: z.boolean(),
    files: z.number(),
    bytes: z.number(),
    damaged: z.number(),
    /** Items of which something is not there yet. */
    behind: z.number(),
  }),
  'ask-dates': datesGiven,
  'ask-witnesses': witnessesSigned,
  /** What the issuers of the authorities' certificates said, by number of certificates, and the new dates. */
  'refresh-dates': datesGiven.extend({ good: z.number(), revoked: z.number(), unknown: z.number() }),
  /** Both, after copying: whom there was something new to show to. */
  'ask-outside': z.object({ dates: datesGiven.exactOptional(), witnesses: witnessesSigned.exactOptional() }),
  export: z.object({
    /** One, unless it was to be split. */
    parts: z.array(
      z.object({
        /** The file's own name. */
        name: z.string(),
        bundle: z.string(),
        bytes: z.number(),
        sha256: z.string(),
        items: z.number(),
      }),
    ),
    items: z.number(),
    missing: z.array(missingSchema),
    /** Under a pseudonym: how many things may name the learner all the same. */
    naming: z.number(),
    /** Files that went along as copies that say less of themselves. */
    copies: z.number(),
    /** Where copies were wanted: files that still say something that could not be taken away. */
    said: z.number(),
    /** Whom it was locked for; nobody if anybody can open it. */
    recipients: z.array(z.string()),
    /** Shows the file, or verifies it; the place that was chosen, where several lie beside it. */
    file: z.string(),
  }),
  'save-verifier': z.object({ size: z.number(), sha256: z.string(), file: z.string() }),
  verify: z.object({ name: z.string(), file: z.string(), report: verificationReportSchema }),
};
export type TaskKind = keyof typeof taskResults;
export type TaskResult<Kind extends TaskKind> = z.infer<(typeof taskResults)[Kind]>;

const taskCommon = {
  id: z.string(),
  /** Of the source, or the second copy, that it is about, if of one. */
  source: z.string().exactOptional(),
  /** Begun by the schedule, not by a person. */
  quiet: z.boolean(),
  startedAt: timeText,
  /** What is at hand, and how far it is: items, or bytes where the kind counts bytes. */
  progress: z
    .object({ name: z.string(), done: z.number(), total: z.number().exactOptional() })
    .exactOptional(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  error: sentErrorSchema.exactOptional(),
};
const ofKind = <Kind extends TaskKind, Result extends z.ZodType>(kind: Kind, result: Result) =>
  z.object({ ...taskCommon, kind: z.literal(kind), result: result.exactOptional() });

/** Long work, as everybody sees it. It goes on when the page is replaced, and can be cancelled. */
export const taskSchema = z.discriminatedUnion('kind', [
  ofKind('sync', taskResults.sync),
  ofKind('add-files', taskResults['add-files']),
  ofKind('connect', taskResults.connect),
  ofKind('preview-import', taskResults['preview-import']),
  ofKind('import', taskResults.import),
  ofKind('save-copy', taskResults['save-copy']),
  ofKind('check', taskResults.check),
  ofKind('rebuild-index', taskResults['rebuild-index']),
  ofKind('copy-vault', taskResults['copy-vault']),
  ofKind('check-copy', taskResults['check-copy']),
  ofKind('rehearse', taskResults.rehearse),
  ofKind('ask-dates', taskResults['ask-dates']),
  ofKind('ask-witnesses', taskResults['ask-witnesses']),
  ofKind('refresh-dates', taskResults['refresh-dates']),
  ofKind('ask-outside', taskResults['ask-outside']),
  ofKind('export', taskResults.export),
  ofKind('save-verifier', taskResults['save-verifier']),
  ofKind('verify', taskResults.verify),
]);
export type Task = z.infer<typeof taskSchema>;
