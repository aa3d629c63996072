import { createHash } from 'node:crypto';

import { z } from 'zod';

import { listSubstitutedFiles } from '../../../src/practice/substitutes.ts';
import { recordings } from './practice-learner.ts';

/**
 * What the recordings say that learner 1 must have, read straight out of Moodle's answers and not by the connector's code: so that
 * the two can be compared.
 */

const fileSchema = z.object({
  filename: z.string(),
  filepath: z.string(),
  fileurl: z.string(),
  filesize: z.number(),
});
const pluginSchema = z.object({
  type: z.string(),
  fileareas: z.array(z.object({ area: z.string(), files: z.array(fileSchema).default([]) })).default([]),
  editorfields: z.array(z.object({ text: z.string() })).default([]),
});
const submissionSchema = z.object({
  id: z.number(),
  attemptnumber: z.number(),
  status: z.string(),
  plugins: z.array(pluginSchema).default([]),
});
const gradeSchema = z.object({ grade: z.string(), gradefordisplay: z.string().nullish() });
const statusSchema = z.object({
  lastattempt: z
    .object({
      submission: submissionSchema.optional(),
      teamsubmission: submissionSchema.optional(),
      blindmarking: z.boolean(),
    })
    .optional(),
  feedback: z
    .object({
      grade: gradeSchema.nullish(),
      gradefordisplay: z.string().nullable(),
      plugins: z.array(pluginSchema),
    })
    .optional(),
  previousattempts: z
    .array(
      z.object({
        attemptnumber: z.number(),
        submission: submissionSchema,
        grade: gradeSchema.optional(),
        feedbackplugins: z.array(pluginSchema),
      }),
    )
    .default([]),
});
type Plugin = z.infer<typeof pluginSchema>;

export interface RecordedFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly sha1: string;
}

export interface RecordedAttempt {
  readonly assignment: number;
  /** Moodle's number, from 0. */
  readonly number: number;
  readonly status: string;
  readonly work: readonly RecordedFile[];
  /** Online texts, as they were typed. */
  readonly texts: readonly string[];
  /** What the learner is shown, or undefined. */
  readonly grade: string | undefined;
  /** Comments of the assessor that the learner may see. */
  readonly comments: readonly string[];
  readonly feedbackFiles: readonly RecordedFile[];
  /** There is a mark or a comment, and the learner may not see it. */
  readonly withheld: boolean;
}

/**
 * Every attempt of every assignment that the site lists for learner 1. One that is `new`, with nothing handed in and nothing said
 * about it, was never begun: Moodle makes that row when the page is looked at.
 */
export function recordedAttempts(): RecordedAttempt[] {
  const { courses } = z
    .object({ courses: z.array(z.object({ assignments: z.array(z.object({ id: z.number() })) })) })
    .parse(recordings.json('03_assign/get_assignments_all.json'));
  return courses.flatMap(({ assignments }) =>
    assignments.flatMap(({ id }) => attemptsOf(id).filter(isBegun)),
  );
}

function isBegun({ status, work, texts, grade, comments }: RecordedAttempt): boolean {
  return status !== 'new' || [...work, ...texts, ...comments].length > 0 || grade !== undefined;
}

function attemptsOf(assignment: number): RecordedAttempt[] {
  const prefix = `03_assign/submission_status_${String(assignment).padStart(2, '0')}_`;
  const file = recordings.exchanges.find((exchange) => exchange.file.startsWith(prefix))?.file;
  if (file === undefined) throw new Error(`no recording of assignment ${assignment}`);
  const { lastattempt, feedback, previousattempts } = statusSchema.parse(recordings.json(file));
  const last = lastattempt?.teamsubmission ?? lastattempt?.submission;
  if (lastattempt === undefined || last === undefined) return [];
  // A grade that is displayed is released; feedback goes with it, or stands alone where no mark (-1) was ever given.
  const shown = feedback?.gradefordisplay ?? undefined;
  const marked = feedback?.grade !== undefined && Number(feedback.grade?.grade ?? -1) >= 0;
  const released = feedback !== undefined && (shown !== undefined || (!marked && !lastattempt.blindmarking));
  const own = lastattempt.submission?.plugins ?? [];
  const team = lastattempt.teamsubmission?.plugins ?? [];
  return [
    ...previousattempts.map((attempt) => ({
      assignment,
      number: attempt.attemptnumber,
      status: attempt.submission.status,
      ...workIn(attempt.submission.plugins),
      ...feedbackIn(attempt.feedbackplugins),
      grade: attempt.grade?.gradefordisplay ?? undefined,
      withheld: false,
    })),
    {
      assignment,
      number: last.attemptnumber,
      status: last.status,
      ...workIn([...own, ...team]),
      ...(released ? feedbackIn(feedback.plugins) : { comments: [], feedbackFiles: [] }),
      grade: shown,
      withheld: feedback !== undefined && !released,
    },
  ];
}

function workIn(plugins: readonly Plugin[]): Pick<RecordedAttempt, 'work' | 'texts'> {
  return {
    work: plugins
      .filter(({ type }) => ['file', 'onlinetext'].includes(type))
      .flatMap((plugin) => filesIn(plugin)),
    texts: plugins
      .filter(({ type }) => type === 'onlinetext')
      .flatMap(({ editorfields }) => editorfields.map(({ text }) => text)),
  };
}

function feedbackIn(plugins: readonly Plugin[]): Pick<RecordedAttempt, 'comments' | 'feedbackFiles'> {
  return {
    comments: plugins
      .flatMap(({ editorfields }) => editorfields.map(({ text }) => text))
      .filter((text) => text !== ''),
    // Of an annotated PDF only the copy for downloading is one; the rest are Moodle's own workings (moodle.md 19).
    feedbackFiles: plugins.flatMap((plugin) =>
      filesIn(plugin, plugin.type === 'editpdf' ? ['download'] : undefined),
    ),
  };
}

function filesIn({ fileareas }: Plugin, areas?: readonly string[]): RecordedFile[] {
  return fileareas
    .filter(({ area }) => areas?.includes(area) ?? true)
    .flatMap(({ files }) => files)
    .map(({ filename, filepath, fileurl, filesize }) => ({
      name: filename,
      path: filepath,
      size: filesize,
      sha1: sha1Of(fileurl),
    }));
}

const substituted = new Map(listSubstitutedFiles().map(({ path, sha1 }) => [path, sha1]));

/** The SHA-1 that the site gave as the file's ETag, or that of the stand-in where the recordings lack the bytes. */
function sha1Of(url: string): string {
  const path = decodeURIComponent(/pluginfile\.php\/([^?]+)/.exec(url)?.[1] ?? '');
  const standIn = substituted.get(path);
  if (standIn !== undefined) return standIn;
  const recorded = [...recordings.files].find(
    ([address]) => address.split('?')[0] === url.split('?')[0],
  )?.[1];
  if (recorded === undefined) throw new Error(`no recorded bytes for ${url}`);
  return recorded.etag;
}

export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}
