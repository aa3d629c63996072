import { plainText } from '../../evidence/values/plain-text.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { keys, placeOf } from './keys.ts';
import { keepMadePage } from './made-page.ts';
import type { Pull } from './pull.ts';
import {
  quizReviewSchema,
  type MoodleQuiz,
  type MoodleQuizAttempt,
  type QuizReview,
} from './quiz-answers.ts';
import { quizAttemptRecord, quizGradeRecord, reviewBody, reviewPieces } from './quiz-records.ts';
import { safeCode } from './refusals.ts';
import { snapshotHash } from './snapshot-hash.ts';
import { isSet } from './site-answers.ts';
import type { Answered } from './web-service.ts';

const reviewFunction = 'mod_quiz_get_attempt_review';
/** While these last there is nothing to review. */
const underWay: ReadonlySet<string> = new Set(['notstarted', 'inprogress', 'overdue']);
/** What a site says that keeps the review from the learner, now or for good. */
const keptBack: ReadonlySet<string> = new Set(['noreview', 'noreviewattempt', 'noreviewuntil']);

/** The learner's attempts at one quiz, and a name for all that decides what they are shown of them. */
export interface QuizAttemptsSeen {
  readonly attempts: readonly MoodleQuizAttempt[];
  readonly answered: Answered;
  /** Undefined where the site does not tell. */
  readonly options: string | undefined;
}

/** Reports the learner's attempts at a quiz, each with its review as far as they may see it. */
export async function reportQuizAttempts(
  pull: Pull,
  quiz: MoodleQuiz,
  seen: QuizAttemptsSeen,
): Promise<void> {
  // A preview is a teacher's look at the quiz.
  const attempts = seen.attempts.filter(({ preview }) => !isSet(preview)).sort((a, b) => a.id - b.id);
  for (const attempt of attempts) await reportQuizAttempt(pull, quiz, attempt, seen);
  await pull.sweep(keys.quizAttempts(quiz.id), (item) =>
    attempts.some(({ id }) => item.key.startsWith(`${keys.quizAttempt(quiz.id, id)}/`))
      ? undefined
      : 'not-listed',
  );
}

async function reportQuizAttempt(
  pull: Pull,
  quiz: MoodleQuiz,
  attempt: MoodleQuizAttempt,
  { answered, options }: QuizAttemptsSeen,
): Promise<void> {
  const key = keys.quizAttempt(quiz.id, attempt.id);
  const now = madeOf(pull, quiz, attempt, options);
  // A review is by far the largest answer of all. It is made of the attempt and of what the learner may see of it.
  if (pull.isMadeOf(key, now)) return pull.allUnchanged(key);
  const review = await readReview(pull, attempt);
  const kept = 'shown' in review ? await keepReview(pull, quiz, attempt, key, review.shown) : undefined;
  const name = `${plainText(quiz.name)}, attempt ${attempt.attempt}`;
  const assignment = pull.idOf(keys.quiz(quiz.id));
  const from = [answered] as const;
  await pull.record({
    key,
    kind: 'attempt',
    name,
    namedAfterAnother: true,
    record: quizAttemptRecord(
      assignment,
      attempt,
      kept?.items ?? [],
      'refused' in review ? review.refused : undefined,
    ),
    from: 'shown' in review ? [answered, review.shown.answered] : from,
    more: {
      chain: { account: String(pull.siteInfo.userid), assignment: keys.quiz(quiz.id) },
      ...(kept?.complete === true && now !== undefined ? { fingerprint: { madeOf: now } } : {}),
    },
  });
  const grade =
    'shown' in review
      ? quizGradeRecord(assignment, pull.idOf(key), quiz, attempt, review.shown.value)
      : undefined;
  if (grade !== undefined && 'shown' in review)
    await pull.record({
      key: `${key}/grade`,
      kind: 'grade',
      name: `${name}, grade`,
      namedAfterAnother: true,
      record: grade,
      from: [review.shown.answered, answered],
    });
  if ('shown' in review) await pull.sweep(`${key}/`, () => 'hidden');
  else if ('refused' in review && keptBack.has(review.refused)) await pull.sweep(`${key}/`, () => 'hidden');
  else if (pull.listHere(`${key}/`).length > 0) await pull.showsLess(key, 'review-not-shown');
}

/**
 * A name for all that a review is made of, as far as the site tells without giving the review: undefined where it does not tell. Marking
 * by hand changes the attempt's row; what is shown may also change with time, which the quiz's own settings decide.
 */
function madeOf(
  pull: Pull,
  quiz: MoodleQuiz,
  attempt: MoodleQuizAttempt,
  options: string | undefined,
): string | undefined {
  if (options === undefined) return undefined;
  const settings = Object.entries(quiz).filter(([name]) =>
    /^(?:review|timeclose|grade|sumgrades|name)/.test(name),
  );
  const now = pull.parts.receiver.clock.now().getTime() / 1000;
  const closed = (quiz.timeclose ?? 0) > 0 && now > (quiz.timeclose ?? 0);
  const justNow = now - (attempt.timefinish ?? 0) < 180;
  return snapshotHash(attempt, settings, options, closed, justNow);
}

type Review =
  | { readonly shown: { readonly value: QuizReview; readonly answered: Answered } }
  /** The site's own code for why it is not shown. */
  | { readonly refused: string }
  | { readonly none: true };

async function readReview(pull: Pull, attempt: MoodleQuizAttempt): Promise<Review> {
  if (underWay.has(attempt.state)) return { none: true };
  if (!pull.offers(reviewFunction)) {
    pull.lacks(reviewFunction);
    return { refused: 'not-offered' };
  }
  const reply = await pull.call(reviewFunction, { attemptid: attempt.id });
  if ('refusal' in reply) return { refused: safeCode(reply.refusal) };
  const shown = pull.read(reply, quizReviewSchema);
  return shown === undefined ? { none: true } : { shown };
}

/** Keeps the review as a page, and the files that were handed in with answers. @returns what the attempt consists of */
async function keepReview(
  pull: Pull,
  quiz: MoodleQuiz,
  attempt: MoodleQuizAttempt,
  key: string,
  { value: review, answered }: { readonly value: QuizReview; readonly answered: Answered },
): Promise<{ readonly items: readonly string[]; readonly complete: boolean }> {
  const belongs = {
    assignment: pull.idOf(keys.quiz(quiz.id)),
    attempt: pull.idOf(key),
    partOf: pull.idOf(key),
  };
  const files = review.questions.flatMap(({ slot, responsefileareas }) =>
    (responsefileareas ?? []).flatMap(({ area, files: inArea }) =>
      (inArea ?? []).map((file): ListedFile => ({
        key: `${key}/answer/${slot}/${area}/${placeOf(file)}`,
        role: 'submission-file',
        file,
        belongs,
      })),
    ),
  );
  await keepFiles(pull, files);
  const pageKey = `${key}/review`;
  const whole = await keepMadePage(pull, {
    key: pageKey,
    title: `${plainText(quiz.name)}, attempt ${attempt.attempt}`,
    name: 'review.html',
    pieces: reviewPieces(review),
    body: (images) => reviewBody(quiz, attempt, review, images),
    // The attempt remembers what it was made of.
    madeOf: undefined,
    belongs,
    answered,
  });
  return {
    items: [pageKey, ...files.map((file) => file.key)].map((each) => pull.idOf(each)),
    complete: whole && !files.some((file) => pull.hasFailed(file.key)),
  };
}
