import { utf8 } from '../../base/bytes.ts';
import { textOfHtml } from '../html/html-text.ts';
import { attemptRecord, gradeRecord, submissionRecord } from './attempt-records.ts';
import { readAttempts, type NumberedAttempt } from './attempts.ts';
import { reportComments, type CommentsByAttempt } from './comments.ts';
import { reportFeedback } from './feedback.ts';
import { fileOfMedia, keepFiles, type ListedFile } from './files.ts';
import type { SubmissionInHand } from './in-hand.ts';
import { keys } from './keys.ts';
import type { Pull } from './pull.ts';
import { hasOwnMark, isPosted } from './release.ts';
import { standingOf } from './stated.ts';

/** Reports every attempt with its files, mark and feedback, and the comments; and what was marked without being handed in. */
export async function reportSubmission(pull: Pull, hand: SubmissionInHand): Promise<void> {
  const { assignment, submission } = hand;
  const attempts = readAttempts(submission);
  const comments = await reportComments(
    pull,
    hand,
    attempts.map(({ number }) => number),
  );
  for (const attempt of attempts) await reportAttempt(pull, hand, attempt, comments);
  if (attempts.length === 0) await reportWithoutAttempt(pull, hand, comments);
  else {
    // What stood for the assignment as a whole belongs to an attempt now.
    await pull.sweep(keys.gradeAlone(assignment.id), () => 'handed-in');
    if (!comments.has(undefined))
      await pull.sweep(`assignment/${assignment.id}/feedback`, () => 'not-listed');
    else await reportFeedback(pull, hand, undefined, comments);
  }
  const listed = new Set(attempts.map(({ number }) => keys.attempt(assignment.id, number)));
  const missing = pull
    .listHere(keys.attempts(assignment.id))
    .filter(({ key, recordKind }) => recordKind === 'attempt' && !listed.has(key));
  // A Canvas never takes an attempt back, so one that is not listed is out of sight.
  for (const { key } of missing) await pull.showsLess(key, 'attempts-not-shown');
}

async function reportAttempt(
  pull: Pull,
  hand: SubmissionInHand,
  numbered: NumberedAttempt,
  comments: CommentsByAttempt,
): Promise<void> {
  const { assignment, submission, answered } = hand;
  const { number, attempt } = numbered;
  const key = keys.attempt(assignment.id, number);
  const place = { assignment: pull.idOf(keys.assignment(assignment.id)), attempt: pull.idOf(key) };
  const posted = isPosted(assignment, submission);
  const work = await keepWork(pull, hand, numbered, key);
  const name = `${assignment.name ?? assignment.id}, attempt ${number}`;
  await pull.record({
    key,
    kind: 'attempt',
    name,
    namedAfterAnother: true,
    record: attemptRecord(
      place.assignment,
      numbered,
      work.files,
      work.items,
      (each) => pull.idOf(each),
      posted,
    ),
    from: [answered],
    more: { chain: { account: pull.account, assignment: assignment.id } },
  });
  if (work.items.length > 0)
    await pull.record({
      key: `${key}/submission`,
      kind: 'submission',
      name: `${name}, submission`,
      namedAfterAnother: true,
      record: submissionRecord(place, attempt, work.items),
      from: [answered],
    });
  const current = submission.attempt === number;
  await reportFeedback(pull, hand, { number, current }, comments);
  const marked = posted && hasOwnMark(attempt);
  if (marked)
    await pull.record({
      key: `${key}/grade`,
      kind: 'grade',
      name: `${name}, grade`,
      namedAfterAnother: true,
      record: gradeRecord(place, hand, attempt),
      from: [answered],
    });
  await pull.sweep(`${key}/`, (item) =>
    item.key === `${key}/grade` ? (posted ? 'cleared' : 'not-posted') : 'not-listed',
  );
}

interface KeptWork {
  readonly items: readonly string[];
  readonly files: readonly ListedFile[];
}

/** What was handed in: files, a text, an address, a recording. What was written in a discussion is kept with the comments. */
async function keepWork(
  pull: Pull,
  { assignment, answered }: SubmissionInHand,
  { number, attempt }: NumberedAttempt,
  key: string,
): Promise<KeptWork> {
  const belongs = {
    assignment: pull.idOf(keys.assignment(assignment.id)),
    attempt: pull.idOf(key),
    partOf: pull.idOf(`${key}/submission`),
  };
  const written: {
    readonly key: string;
    readonly name: string;
    readonly type: string;
    readonly text: string;
  }[] = [];
  const body = attempt.body ?? '';
  // The body of a quiz is a list of answers by number, of a discussion nothing at all.
  if (attempt.submission_type === 'online_text_entry' && body.trim() !== '')
    written.push({
      key: `${key}/text`,
      name: 'text.html',
      type: 'text/html',
      text: pull.parts.api.redactor.text(body),
    });
  if (attempt.submission_type === 'online_url' && typeof attempt.url === 'string')
    written.push({ key: `${key}/address`, name: 'address.txt', type: 'text/plain', text: attempt.url });
  for (const { key: textKey, name, type, text } of written)
    await pull.take({
      key: textKey,
      recordKind: 'document',
      name,
      record: { name, role: 'online-text', mediaTypeClaimed: type, ...belongs },
      content: { bytes: utf8(text) },
      mediaType: type,
      provenance: answered.provenance,
      raw: [answered.raw],
      text: type === 'text/html' ? textOfHtml(text) : text,
    });
  const files = (attempt.attachments ?? []).map((file): ListedFile => ({
    key: `${key}/file/${file.id}`,
    role: 'submission-file',
    file,
    belongs,
  }));
  if (attempt.media_comment !== undefined && attempt.media_comment !== null)
    files.push({
      key: `${key}/recording`,
      role: 'recording',
      file: fileOfMedia(attempt.media_comment, `recording-${number}`),
      belongs,
    });
  await keepFiles(pull, files);
  return { items: [...written, ...files].map((each) => pull.idOf(each.key)), files };
}

/** Marked, excused or commented on, and never handed in; or not begun, of which there is nothing to say. */
async function reportWithoutAttempt(
  pull: Pull,
  hand: SubmissionInHand,
  comments: CommentsByAttempt,
): Promise<void> {
  const { assignment, submission, answered } = hand;
  const posted = isPosted(assignment, submission);
  const marked = posted && hasOwnMark(submission);
  const standing = standingOf(submission);
  const key = keys.gradeAlone(assignment.id);
  const place = { assignment: pull.idOf(keys.assignment(assignment.id)) };
  if (marked || standing.excused !== undefined || standing.missing !== undefined)
    await pull.record({
      key,
      kind: 'grade',
      name: `${assignment.name ?? assignment.id}, grade`,
      namedAfterAnother: true,
      record: gradeRecord(place, hand, submission),
      from: [answered],
    });
  await pull.sweep(key, () => (posted ? 'cleared' : 'not-posted'));
  await reportFeedback(pull, hand, undefined, comments);
}
