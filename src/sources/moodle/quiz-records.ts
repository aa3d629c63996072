import { gradeSaid, type GradeValue } from '../../evidence/grades/grade-value.ts';
import type { Assignment } from '../../evidence/records/assignment.ts';
import type { Attempt } from '../../evidence/records/attempt.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { stateByTable, type Said } from '../../evidence/values/stated.ts';
import { textPart } from './assignment-record.ts';
import type { MoodleQuiz, MoodleQuizAttempt, QuizReview } from './quiz-answers.ts';
import { escapeHtml, inertHtml } from '../html/inert-html.ts';
import { idsOf } from '../ids-of.ts';
import type { PageImages } from './page-images.ts';
import { setTimes } from './stated-values.ts';

/** An attempt that went over time, was left, or was never begun means nothing that we have a word for. */
const states = new Map<Said, NonNullable<Attempt['status']['means']>>([
  ['inprogress', 'draft'],
  ['submitted', 'submitted'],
  ['finished', 'submitted'],
]);

export function quizRecord(
  quiz: MoodleQuiz,
  courseTitle: string | undefined,
  items: readonly string[],
): Assignment {
  const brief = textPart(quiz.intro, quiz.introformat, 'intro');
  return {
    title: plainText(quiz.name),
    course: {
      ...(courseTitle === undefined ? {} : { title: courseTitle }),
      ids: { courseid: quiz.course },
    },
    ids: idsOf({ quizid: quiz.id, cmid: quiz.coursemodule, name: quiz.name }),
    ...(brief.length === 0 ? {} : { brief }),
    ...(items.length === 0 ? {} : { items: [...items] }),
    ...setTimes({ opens: quiz.timeopen, due: quiz.timeclose }),
    ...(quiz.attempts === undefined ? {} : { attemptsAllowed: quiz.attempts }),
    ...(quiz.grade === undefined ? {} : { gradedBy: quiz.grade }),
  };
}

export function quizAttemptRecord(
  assignment: string,
  attempt: MoodleQuizAttempt,
  items: readonly string[],
  notShown: string | undefined,
): Attempt {
  return {
    assignment,
    // The vault counts attempts as it captures them and puts its own number here.
    number: Math.max(1, attempt.attempt),
    numberAtSource: attempt.attempt,
    ids: idsOf({ attemptid: attempt.id, uniqueid: attempt.uniqueid }),
    status: stateByTable(attempt.state, states),
    ...setTimes({
      started: attempt.timestart,
      submitted: attempt.timefinish,
      modified: attempt.timemodified,
    }),
    ...(items.length === 0 ? {} : { items: [...items] }),
    ...(notShown === undefined ? {} : { notShown: [{ part: 'review', said: notShown }] }),
  };
}

/**
 * The grade of an attempt as the review shows it; undefined where it shows none. Moodle has leaked an attempt's sum of marks to
 * learners who may not see it, so a grade counts only where the marks of the questions are shown too.
 */
export function quizGradeRecord(
  assignment: string,
  attemptItem: string,
  quiz: MoodleQuiz,
  attempt: MoodleQuizAttempt,
  { grade, questions }: QuizReview,
): Grade | undefined {
  const showsMarks = questions.some(({ mark }) => mark !== undefined && mark !== '');
  if (!showsMarks || grade === undefined || !isNumber(grade)) return undefined;
  const summed = quiz.sumgrades === undefined ? {} : { of: quiz.sumgrades };
  return {
    assignment,
    attempt: attemptItem,
    ids: idsOf({ attemptid: attempt.id }),
    value: shownGrade(grade, quiz),
    ...(attempt.sumgrades === undefined
      ? {}
      : { raw: gradeSaid(attempt.sumgrades, { scheme: 'points', ...summed }) }),
    ...(quiz.grade === undefined ? {} : { scale: { max: quiz.grade } }),
    released: true,
    releasedBecause: 'shown-to-learner',
  };
}

/** The review gives the grade unrounded; learners see it with the decimals that the quiz is set to. */
function shownGrade(said: string | number, quiz: MoodleQuiz): GradeValue {
  const value = Number(said);
  const decimals = Math.min(Math.max(Math.trunc(quiz.decimalpoints ?? 2), 0), 7);
  const of = quiz.grade === undefined ? {} : { of: quiz.grade };
  return { said, shown: value.toFixed(decimals), means: { scheme: 'points', value, ...of } };
}

function isNumber(said: string | number): boolean {
  return String(said).trim() !== '' && Number.isFinite(Number(said));
}

/** The pieces of HTML that a review is made of. */
export function reviewPieces({ additionaldata, questions }: QuizReview): string[] {
  return [
    ...(additionaldata ?? []).map(({ content }) => String(content ?? '')),
    ...questions.map(({ html }) => html),
  ];
}

/** What a review's page says: the questions, the answers, what was marked and what was said about it. */
export function reviewBody(
  quiz: MoodleQuiz,
  attempt: MoodleQuizAttempt,
  review: QuizReview,
  images: PageImages,
): string {
  const title = `${plainText(quiz.name)}, attempt ${attempt.attempt}`;
  const said = (review.additionaldata ?? []).map(
    ({ title: of, content }) =>
      `<section><h2>${escapeHtml(plainText(of ?? ''))}</h2>${inertHtml(String(content ?? ''), images.at).trim()}</section>`,
  );
  const asked = review.questions.map(({ html }) => `<section>${inertHtml(html, images.at).trim()}</section>`);
  return [`<h1>${escapeHtml(title)}</h1>`, ...said, ...asked].join('\n');
}
