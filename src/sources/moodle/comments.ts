import type { Message } from '../../evidence/records/message.ts';
import { personAtSource } from '../../evidence/values/person.ts';
import type { AttemptPlace } from './attempt-records.ts';
import { commentsSchema, type MoodleComment } from './comment-answers.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import type { Pull } from './pull.ts';
import { setTimes, writtenText } from './stated-values.ts';
import type { Answered, Reply, ServiceCall } from './web-service.ts';

/** A submission whose comments are asked for. */
export interface CommentedSubmission {
  readonly cmid: number;
  readonly submission: number;
}

/** What was said under one submission. */
export interface SubmissionComments {
  readonly of: CommentedSubmission;
  readonly comments: readonly MoodleComment[];
  readonly answered: readonly [Answered, ...Answered[]];
  /** False where the site says that there are more than it gave. */
  readonly complete: boolean;
}

const commentFunction = 'core_comment_get_comments';
/** Of the 15 comments that a site shows on a page: nobody talks longer than this under one piece of work. */
const mostPages = 40;

/**
 * The comments under submissions, which the submission status does not hold (fact 21): each by the submission's number. A submission
 * whose comments are refused has none here, and what is known of them stays as it is.
 */
export async function readComments(
  pull: Pull,
  asked: readonly CommentedSubmission[],
): Promise<ReadonlyMap<number, SubmissionComments>> {
  const found = new Map<number, SubmissionComments>();
  if (asked.length === 0) return found;
  if (!pull.offers(commentFunction)) {
    pull.lacks(commentFunction);
    return found;
  }
  const replies = await pull.callMany(asked.map((of) => callFor(of)));
  for (const [index, reply] of replies.entries()) {
    const of = asked[index];
    const first = of === undefined ? undefined : readPage(pull, reply);
    if (of !== undefined && first !== undefined)
      found.set(of.submission, await readRest(pull, of, first.comments, first.count, first.answered));
  }
  return found;
}

async function readRest(
  pull: Pull,
  of: CommentedSubmission,
  onFirst: readonly MoodleComment[],
  count: number,
  answered: Answered,
): Promise<SubmissionComments> {
  const comments = new Map(onFirst.map((comment) => [comment.id, comment]));
  const answers: [Answered, ...Answered[]] = [answered];
  for (let page = 1; comments.size < count && page < mostPages; page += 1) {
    const next = readPage(pull, await pull.call(commentFunction, { ...callFor(of).arguments, page }));
    if (next === undefined || next.comments.length === 0) break;
    answers.push(next.answered);
    for (const comment of next.comments) comments.set(comment.id, comment);
  }
  const complete = comments.size >= count;
  if (!complete) pull.incomplete();
  // Oldest first, however the pages came.
  return {
    of,
    comments: [...comments.values()].sort((a, b) => a.id - b.id),
    answered: answers,
    complete,
  };
}

function callFor({ cmid, submission }: CommentedSubmission): ServiceCall {
  return {
    function: commentFunction,
    arguments: {
      contextlevel: 'module',
      instanceid: cmid,
      component: 'assignsubmission_comments',
      itemid: submission,
      area: 'submission_comments',
    },
  };
}

function readPage(pull: Pull, reply: Reply) {
  const page = pull.read(reply, commentsSchema);
  return page === undefined
    ? undefined
    : {
        comments: page.value.comments,
        count: page.value.count ?? page.value.comments.length,
        answered: page.answered,
      };
}

/** What was said under the submissions of one attempt; `all` is false where the site did not tell of one of them. */
export interface CommentsOfAttempt {
  readonly seen: readonly SubmissionComments[];
  readonly all: boolean;
}

/** Reports what was said under an attempt, each comment as a message. What is not said any more, at a second look too, is gone. */
export async function reportComments(
  pull: Pull,
  place: AttemptPlace,
  attemptKey: string,
  name: string,
  given: CommentsOfAttempt,
): Promise<void> {
  const prefix = `${attemptKey}/comment/`;
  const known = pull.listHere(prefix);
  const isThere = (key: string): boolean =>
    given.seen.some(({ comments }) => comments.some(({ id }) => key === `${prefix}${id}`));
  const { seen, all } =
    given.all && known.some(({ key }) => !isThere(key)) ? await lookAgain(pull, given) : given;
  for (const { of, comments, answered } of seen)
    for (const comment of comments)
      await pull.record({
        key: `${prefix}${comment.id}`,
        kind: 'message',
        name: `${name}, comment`,
        namedAfterAnother: true,
        record: commentRecord(place, of, comment),
        from: answered,
        more: { text: textOfHtml(comment.content) },
      });
  if (all && seen.every(({ complete }) => complete)) await pull.sweep(prefix, () => 'not-listed');
  else if (known.length > 0) await pull.showsLess(attemptKey, 'comments-not-shown');
}

async function lookAgain(pull: Pull, { seen }: CommentsOfAttempt): Promise<CommentsOfAttempt> {
  const again = await readComments(
    pull,
    seen.map(({ of }) => of),
  );
  return { seen: [...again.values()], all: again.size === seen.length };
}

/** Everybody's comments, not only the learner's: what an assessor says under the work is said to the learner. */
function commentRecord(
  { assignmentId, attemptId }: AttemptPlace,
  { submission }: CommentedSubmission,
  { id, content, format, timecreated, userid, fullname }: MoodleComment,
): Message {
  return {
    channel: 'submission-comment',
    by: personAtSource(userid, fullname),
    ...setTimes({ sent: timecreated }),
    text: [writtenText(content, format, 'content')],
    ids: idsOf({ commentid: id, submissionid: submission }),
    assignment: assignmentId,
    attempt: attemptId,
  };
}
