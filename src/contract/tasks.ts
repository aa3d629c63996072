import { z } from 'zod';

import { isErrorCode } from '../base/error-codes.ts';
import type { VerificationReport } from '../verify/verification-report.ts';
import { missingSchema } from './methods/bundle-methods.ts';
import { importPreviewSchema, refusedImportSchema } from './methods/import-shapes.ts';
import { namedSchema, timeText } from './common.ts';
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
  /** What the learner erased and the source still has: left there. */
  erased: z.number(),
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
        items: z.array(namedSchema),
        /** It was put right at once. */
        mended: z.boolean(),
      }),
    ),
  }),
  /** A part of the vault was looked through; `finished` once all of it was. */
  'check-slice': z.object({ finished: z.boolean() }),
  /** Spare data was made of what is new; not `ok` if something damaged got none. */
  'make-parity': z.object({ ok: z.boolean() }),
  'rebuild-index': z.object({}),
  /** Spare data was switched on or off: files of it that were made, their bytes, those that were taken away, and damaged files that got none. */
  'switch-parity': z.object({
    on: z.boolean(),
    made: z.number(),
    bytes: z.number(),
    skipped: z.number(),
    removed: z.number(),
  }),
  erase: z.object({
    /** Ids of what went: the item first. */
    items: z.array(z.string()),
    /** What the item was called. */
    name: z.string(),
    at: timeText,
    /** Second copies that it is gone from. */
    done: z.array(namedSchema),
    /** Second copies that still hold it, with why: it goes at their next round. */
    pending: z.array(namedSchema.extend({ code: z.string().refine(isErrorCode).exactOptional() })),
    /** Bundles made before that hold it. */
    bundles: z.number(),
  }),
  repair: z.object({
    /** Nothing is left. */
    ok: z.boolean(),
    /** Every file was read. */
    full: z.boolean(),
    /** How many files are whole again; of those, and of what is left, the first thousand are told. */
    mended: z.number(),
    repaired: z.array(
      z.object({
        /** `blob`, `settings`, `parity`, and files of the history. */
        what: z.string(),
        from: z.enum(['replica', 'parity', 'source', 'file', 'copy', 'anew']),
        /** Name of the second copy or source. */
        place: z.string().exactOptional(),
        items: z.array(namedSchema),
      }),
    ),
    left: z.array(
      z.object({
        code: z.string(),
        file: z.string(),
        /** Bytes of the content that is wanted. */
        size: z.number(),
        items: z.array(namedSchema),
        /** Names of sources that may still have it. */
        sources: z.array(z.string()),
      }),
    ),
    /** What else is wrong. */
    others: z.array(z.object({ code: z.string(), file: z.string().exactOptional() })),
    /** Second copies that were asked, and why one could not be. */
    places: z.array(z.object({ name: z.string(), error: sentErrorSchema.exactOptional() })),
    /** Names of chosen files that nothing damaged was made of. */
    unused: z.array(z.string()),
    aside: z.object({ files: z.number(), bytes: z.number() }),
  }),
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
        /** Files that the vault had lost, and that came back from there. */
        mended: z.number(),
      }),
    ),
    failed: z.array(z.object({ id: z.string(), name: z.string(), error: sentErrorSchema })),
  }),
  /** Histories that went on in two ways: of how many the other half was found, what was recorded anew here, and how many are still open. */
  'take-in-forks': z.object({ found: z.number(), carried: z.number(), open: z.number() }),
  /** A vault that came back out of second copies; it is open now. */
  restore: z.object({
    items: z.number(),
    /** Items of which something is missing or damaged: how many, and the first thousand by name. */
    lacking: z.number(),
    missing: z.array(z.object({ id: z.string(), name: z.string() })),
    files: z.number(),
    bytes: z.number(),
    whole: z.boolean(),
    /** Codes of what is wrong with the vault itself, not with an item. */
    damaged: z.array(z.string()),
    forks: z.number(),
    /** When the newest item in it was kept. */
    newest: timeText.exactOptional(),
    /** The second copies that it came from: whether they are kept up to date from now on. */
    copies: z.array(z.object({ name: z.string(), kept: z.boolean(), sameDisk: z.boolean() })),
    /** Sources that have to be signed in to, or chosen, again. */
    sources: z.number(),
  }),
  rehearse: z.object({
    name: z.string(),
    items: z.number(),
    readable: z.number(),
    of: z.number(),
    missing: z.array(namedSchema),
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
  ofKind('check-slice', taskResults['check-slice']),
  ofKind('make-parity', taskResults['make-parity']),
  ofKind('rebuild-index', taskResults['rebuild-index']),
  ofKind('repair', taskResults.repair),
  ofKind('erase', taskResults.erase),
  ofKind('switch-parity', taskResults['switch-parity']),
  ofKind('copy-vault', taskResults['copy-vault']),
  ofKind('check-copy', taskResults['check-copy']),
  ofKind('take-in-forks', taskResults['take-in-forks']),
  ofKind('restore', taskResults.restore),
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
