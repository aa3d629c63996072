import type { Message } from '../../evidence/records/message.ts';
import { hiddenPerson, personAtSource } from '../../evidence/values/person.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import type { CanvasComment, CanvasEntry, CanvasFile } from './answers.ts';
import { fileOfMedia, keepFiles, type ListedFile } from './files.ts';
import { keys } from './keys.ts';
import type { Pull } from './pull.ts';
import type { SubmissionInHand } from './in-hand.ts';
import { setTimes } from './stated.ts';

/** A comment that somebody else made on the learner's work, with the documents that came with it. */
interface AssessorComment {
  readonly comment: CanvasComment;
  readonly items: readonly string[];
}
/** By attempt; undefined for those of no attempt in particular. */
export type CommentsByAttempt = ReadonlyMap<number | undefined, readonly AssessorComment[]>;

/**
 * Reports the comments under a submission, and what the learner wrote in the discussion that it is. A Canvas gives only those that the
 * learner may see.
 * @param attempts numbers of the attempts there are
 */
export async function reportComments(
  pull: Pull,
  hand: SubmissionInHand,
  attempts: readonly number[],
): Promise<CommentsByAttempt> {
  const { assignment, submission } = hand;
  const byAttempt = new Map<number | undefined, AssessorComment[]>();
  for (const comment of submission.submission_comments ?? []) {
    const attempt = attemptOf(comment, attempts);
    const items = await reportComment(pull, hand, comment, attempt);
    if (comment.author_id === pull.account) continue;
    byAttempt.set(attempt, [...(byAttempt.get(attempt) ?? []), { comment, items }]);
  }
  // Only a list that was given can say that something is not in it.
  if (submission.submission_comments !== undefined && submission.submission_comments !== null)
    await pull.sweep(keys.comments(assignment.id), () => 'not-listed');
  const entries = submission.discussion_entries ?? [];
  for (const entry of entries) await reportEntry(pull, hand, entry, attempts.at(-1));
  if (Array.isArray(submission.discussion_entries))
    await pull.sweep(keys.entries(assignment.id), () => 'not-listed');
  return byAttempt;
}

/** Older Canvases do not say which attempt a comment is about; with only one there is no doubt. */
function attemptOf({ attempt }: CanvasComment, attempts: readonly number[]): number | undefined {
  if (typeof attempt === 'number' && attempts.includes(attempt)) return attempt;
  const [only, ...others] = attempts;
  return others.length === 0 ? only : undefined;
}

async function reportComment(
  pull: Pull,
  { assignment, answered }: SubmissionInHand,
  comment: CanvasComment,
  attempt: number | undefined,
): Promise<readonly string[]> {
  const key = keys.comment(assignment.id, comment.id);
  const own = comment.author_id === pull.account;
  const place = placeOf(pull, assignment.id, attempt);
  const files = (comment.attachments ?? []).map((file) => ({ part: `file/${file.id}`, file }));
  if (comment.media_comment !== undefined && comment.media_comment !== null)
    files.push({ part: 'recording', file: fileOfMedia(comment.media_comment, `recording-${comment.id}`) });
  const items = await keepParts(pull, key, place, own, files);
  const said = pull.parts.api.redactor.text(comment.comment ?? '');
  const record: Message = {
    channel: 'submission-comment',
    // Without an author Canvas writes a word such as 'Anonymous User', in the reader's language: that is no name.
    by:
      typeof comment.author_id === 'string'
        ? personAtSource(comment.author_id, comment.author_name ?? undefined)
        : hiddenPerson(null),
    ...setTimes({ sent: comment.created_at }),
    text: [{ said, field: 'comment', format: { said: 'text', means: 'plain' } }],
    ids: idsOf({ commentid: comment.id, attempt: comment.attempt, edited_at: comment.edited_at }),
    ...place,
    ...(items.length === 0 ? {} : { items: [...items] }),
  };
  await pull.record({
    key,
    kind: 'message',
    name: `${assignment.name ?? assignment.id}, comment`,
    namedAfterAnother: true,
    record,
    from: [answered],
    more: { text: said },
  });
  return items;
}

async function reportEntry(
  pull: Pull,
  { assignment, answered }: SubmissionInHand,
  entry: CanvasEntry,
  attempt: number | undefined,
): Promise<void> {
  const key = keys.entry(assignment.id, entry.id);
  const place = placeOf(pull, assignment.id, attempt);
  const single = entry.attachment === undefined || entry.attachment === null ? [] : [entry.attachment];
  const files = (entry.attachments ?? single).map((file) => ({ part: `file/${file.id}`, file }));
  const items = await keepParts(pull, key, place, true, files);
  const said = pull.parts.api.redactor.text(entry.message ?? '');
  await pull.record({
    key,
    kind: 'message',
    name: `${assignment.name ?? assignment.id}, post`,
    namedAfterAnother: true,
    record: {
      channel: 'forum-post',
      by: personAtSource(entry.user_id ?? undefined, entry.user_name ?? undefined),
      ...setTimes({ sent: entry.created_at }),
      text: [{ said, field: 'message', format: { said: 'html', means: 'html' } }],
      ids: idsOf({ entryid: entry.id }),
      ...place,
      ...(items.length === 0 ? {} : { items: [...items] }),
    },
    from: [answered],
    more: { text: textOfHtml(said) },
  });
}

function placeOf(pull: Pull, assignment: string, attempt: number | undefined) {
  return {
    assignment: pull.idOf(keys.assignment(assignment)),
    ...(attempt === undefined ? {} : { attempt: pull.idOf(keys.attempt(assignment, attempt)) }),
  };
}

async function keepParts(
  pull: Pull,
  key: string,
  place: ReturnType<typeof placeOf>,
  own: boolean,
  files: readonly { readonly part: string; readonly file: CanvasFile }[],
): Promise<readonly string[]> {
  const listed = files.map(({ part, file }): ListedFile => ({
    key: `${key}/${part}`,
    role: part === 'recording' ? 'recording' : own ? 'attachment' : 'feedback-file',
    file,
    belongs: { ...place, partOf: pull.idOf(key) },
  }));
  await keepFiles(pull, listed);
  return listed.map((each) => pull.idOf(each.key));
}
