import { utf8 } from '../../base/bytes.ts';
import type { KnownItem } from '../source.ts';
import type { EditorField, MoodleFile, MoodleSubmission, Plugin } from './assignment-answers.ts';
import {
  attemptRecord,
  feedbackRecord,
  gradeRecord,
  submissionRecord,
  type AttemptPlace,
} from './attempt-records.ts';
import type { AttemptSeen } from './attempts.ts';
import { reportComments, type CommentsOfAttempt } from './comments.ts';
import { keepFiles, type ListedFile } from './files.ts';
import type { GradeItem } from './grade-answers.ts';
import { imagesOfHtml, textOfHtml } from '../html/html-text.ts';
import { inertHtml } from '../html/inert-html.ts';
import { keys, placeOf } from './keys.ts';
import { keepMadePage } from './made-page.ts';
import type { Pull } from './pull.ts';
import { judgeRelease } from './release.ts';
import { snapshotHash } from './snapshot-hash.ts';
import { mediaTypeOf } from './stated-values.ts';
import type { Answered } from './web-service.ts';

/** An attempt to report, and what was learnt around it. */
export interface AttemptInHand {
  readonly place: AttemptPlace;
  /** Name of the assignment, for people. */
  readonly title: string;
  readonly attempt: AttemptSeen;
  /** The assignment's row of the grade report. */
  readonly inGradebook: GradeItem | undefined;
  readonly comments: CommentsOfAttempt;
  readonly answered: Answered;
}

/** What somebody handed in: its documents in the site's order, with the files among them. */
interface HandedIn {
  readonly key: string;
  readonly submission: MoodleSubmission;
  readonly items: readonly string[];
  readonly files: readonly { readonly item: string; readonly file: MoodleFile }[];
}

/**
 * Reports an attempt: documents first, then the attempt, its submission, its released feedback and grade. What was there
 * before and is not any more is marked as gone, with the reason.
 */
export async function reportAttempt(pull: Pull, hand: AttemptInHand): Promise<void> {
  const { attempt, place, answered } = hand;
  const key = keys.attempt(place.assignment.id, attempt.number);
  const sight = judgeRelease(attempt);
  const feedback = sight.feedback === 'seen' ? listFeedback(pull, hand, key) : undefined;
  const commented = hand.comments.seen.some(({ comments }) => comments.length > 0);
  if (!isWorthKeeping(pull, hand, key, sight.grade === 'seen' || feedback !== undefined || commented)) return;

  const handedIn = [
    await keepHandedIn(pull, hand, `${key}/submission`, attempt.own),
    await keepHandedIn(pull, hand, `${key}/team-submission`, attempt.team),
  ].filter((each) => each !== undefined);
  const name = `${hand.title}, attempt ${attempt.number + 1}`;
  await pull.record({
    key,
    kind: 'attempt',
    name,
    namedAfterAnother: true,
    record: attemptRecord(
      place,
      attempt,
      handedIn.flatMap(({ files }) => files),
      handedIn.flatMap(({ items }) => items),
      pull.parts.previous.find(key)?.record,
    ),
    from: [answered],
    more: { chain: { account: String(pull.siteInfo.userid), assignment: String(place.assignment.id) } },
  });
  for (const each of handedIn)
    await pull.record({
      key: each.key,
      kind: 'submission',
      name: `${name}, submission`,
      namedAfterAnother: true,
      record: submissionRecord(place, each.submission, each.items),
      from: [answered],
    });
  if (feedback !== undefined) await reportFeedback(pull, hand, name, feedback);
  if (sight.grade === 'seen' && attempt.displayed !== undefined)
    await pull.record({
      key: `${key}/grade`,
      kind: 'grade',
      name: `${name}, grade`,
      namedAfterAnother: true,
      record: gradeRecord(place, attempt, attempt.displayed, hand.inGradebook),
      from: [answered],
    });
  await reportComments(pull, place, key, name, hand.comments);
  const removed = handedIn.length === 0;
  await pull.sweep(`${key}/`, (item) => goneBecause(item, key, sight, removed));
}

/** A row that says `new` and holds nothing is made by merely looking; it is kept only for what was there before. */
function isWorthKeeping(pull: Pull, { attempt }: AttemptInHand, key: string, marked: boolean): boolean {
  if (marked || attempt.number > 0 || pull.parts.previous.find(key) !== undefined) return true;
  return [attempt.own, attempt.team].some(
    (submission) =>
      submission !== undefined && (submission.status !== 'new' || hasContent(submission.plugins ?? [])),
  );
}

function hasContent(plugins: readonly Plugin[]): boolean {
  return plugins.some(
    ({ fileareas, editorfields }) =>
      (fileareas ?? []).some(({ files }) => (files ?? []).length > 0) ||
      (editorfields ?? []).some(({ text }) => text.trim() !== ''),
  );
}

const handedInStatuses: ReadonlySet<string> = new Set(['draft', 'submitted']);

async function keepHandedIn(
  pull: Pull,
  hand: AttemptInHand,
  key: string,
  submission: MoodleSubmission | undefined,
): Promise<HandedIn | undefined> {
  const plugins = submission?.plugins ?? [];
  if (submission === undefined) return undefined;
  if (!handedInStatuses.has(submission.status) && !hasContent(plugins)) return undefined;
  const belongs = belongsTo(pull, hand, key);
  const listed: ListedFile[] = [];
  const items: string[] = [];
  for (const plugin of plugins) {
    for (const field of plugin.editorfields ?? []) {
      if (field.text.trim() === '') continue;
      const textKey =
        field.name === 'onlinetext' ? `${key}/online-text` : `${key}/${plugin.type}/${field.name}`;
      const { type, ending } = mediaTypeOf(field.format);
      const name = `${field.name}.${ending}`;
      await pull.take({
        key: textKey,
        recordKind: 'document',
        name,
        record: { name, role: 'online-text', mediaTypeClaimed: type, ...belongs },
        content: { bytes: utf8(field.text) },
        mediaType: type,
        provenance: hand.answered.provenance,
        raw: [hand.answered.raw],
        text: textOfHtml(field.text),
      });
      items.push(pull.idOf(textKey));
      if (type === 'text/html' && imagesOfHtml(field.text).length > 0)
        await keepWithImages(pull, hand, textKey, field, plugin);
    }
    for (const { area, files } of plugin.fileareas ?? [])
      for (const file of files ?? []) {
        const part = plugin.type === 'file' ? 'file' : `${plugin.type}/${area}`;
        const isImage = plugin.type === 'onlinetext' && file.mimetype?.startsWith('image/') === true;
        const fileKey = `${key}/${part}/${placeOf(file)}`;
        listed.push({ key: fileKey, role: isImage ? 'image' : 'submission-file', file, belongs });
        items.push(pull.idOf(fileKey));
      }
  }
  await keepFiles(pull, listed);
  const files = listed.map((each) => ({ item: pull.idOf(each.key), file: each.file }));
  return { key, submission, items, files };
}

/**
 * A text that shows images, once more as a page with the images in it. The text itself is kept to the letter and points to images at the
 * site, each of which is a document of its own; this page still shows them when the site is not there any more.
 */
async function keepWithImages(
  pull: Pull,
  hand: AttemptInHand,
  textKey: string,
  field: EditorField,
  { fileareas }: Plugin,
): Promise<void> {
  const listed = (fileareas ?? []).flatMap(({ files }) =>
    (files ?? []).map(({ fileurl, filesize, timemodified }) => [fileurl, filesize ?? 0, timemodified ?? 0]),
  );
  await keepMadePage(pull, {
    key: `${textKey}/with-images`,
    title: hand.title,
    name: `${field.name} with images.html`,
    pieces: [field.text],
    body: (images) => inertHtml(field.text, images.at),
    madeOf: snapshotHash(field.text, listed),
    belongs: belongsTo(pull, hand, textKey),
    answered: hand.answered,
  });
}

interface ListedFeedback {
  readonly key: string;
  readonly files: readonly ListedFile[];
}

/** The feedback's files; undefined if there is neither a file nor a word, and never was. */
function listFeedback(pull: Pull, hand: AttemptInHand, attemptKey: string): ListedFeedback | undefined {
  const key = `${attemptKey}/feedback`;
  const plugins = hand.attempt.feedback ?? [];
  const belongs = belongsTo(pull, hand, key);
  const files = plugins.flatMap((plugin) =>
    (plugin.fileareas ?? []).flatMap(({ area, files: inArea }) => {
      const kept = roleInFeedback(plugin.type, area);
      if (kept === undefined) return [];
      return (inArea ?? []).map((file): ListedFile => {
        const fileKey = `${key}/${kept.part}/${placeOf(file)}`;
        return { key: fileKey, role: kept.role, file, belongs };
      });
    }),
  );
  const said = plugins.some(({ editorfields }) =>
    (editorfields ?? []).some(({ text }) => text.trim() !== ''),
  );
  if (!said && files.length === 0 && pull.findHere(key) === undefined) return undefined;
  return { key, files };
}

/** Of the PDF annotator's nine areas only `download` is the annotated copy; the others are its workshop. */
function roleInFeedback(
  plugin: string,
  area: string,
): { readonly part: string; readonly role: ListedFile['role'] } | undefined {
  if (plugin === 'editpdf')
    return area === 'download' ? { part: 'annotated', role: 'annotated-copy' } : undefined;
  if (plugin === 'file') return { part: 'file', role: 'feedback-file' };
  if (plugin === 'comments') return { part: 'comments', role: 'feedback-image' };
  return { part: `${plugin}/${area}`, role: 'feedback-file' };
}

async function reportFeedback(
  pull: Pull,
  { place, attempt, answered }: AttemptInHand,
  name: string,
  { key, files }: ListedFeedback,
): Promise<void> {
  await keepFiles(pull, files);
  const items = files.map((file) => pull.idOf(file.key));
  const record = feedbackRecord(place, attempt, items);
  await pull.record({
    key,
    kind: 'feedback',
    name: `${name}, feedback`,
    namedAfterAnother: true,
    record,
    from: [answered],
    more: { text: (record.comments ?? []).map(({ said }) => textOfHtml(said)).join(' ') },
  });
}

function belongsTo(pull: Pull, { place }: AttemptInHand, part: string): ListedFile['belongs'] {
  return { assignment: place.assignmentId, attempt: place.attemptId, partOf: pull.idOf(part) };
}

function goneBecause(
  { key }: KnownItem,
  attemptKey: string,
  sight: ReturnType<typeof judgeRelease>,
  removed: boolean,
): string | undefined {
  // What is said under the work is listed by another answer.
  if (key.startsWith(`${attemptKey}/comment/`)) return undefined;
  if (key === `${attemptKey}/grade`) return sight.grade === 'seen' ? 'not-listed' : sight.grade;
  if (key === `${attemptKey}/feedback` || key.startsWith(`${attemptKey}/feedback/`))
    return sight.feedback === 'seen' ? 'not-listed' : sight.feedback;
  return removed ? 'removed' : 'not-listed';
}
