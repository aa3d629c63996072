import { plainText } from '../../evidence/values/plain-text.ts';
import { atMost } from '../http/at-most.ts';
import type { CourseListing } from './courses.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { textOfHtml } from '../html/html-text.ts';
import { keys, placeOf } from './keys.ts';
import type { Pull } from './pull.ts';
import {
  quizAttemptsSchema,
  quizListSchema,
  reviewOptionsSchema,
  type MoodleQuiz,
  type MoodleQuizAttempt,
} from './quiz-answers.ts';
import { reportQuizAttempts, type QuizAttemptsSeen } from './quiz-attempts.ts';
import { quizRecord } from './quiz-records.ts';
import { snapshotHash } from './snapshot-hash.ts';
import type { Answered, Reply } from './web-service.ts';

const listFunction = 'mod_quiz_get_quizzes_by_courses';
/** Moodle 5.0 gave the second name to what the first one did. */
const attemptFunctions = ['mod_quiz_get_user_attempts', 'mod_quiz_get_user_quiz_attempts'] as const;
const optionsFunction = 'mod_quiz_get_combined_review_options';

/** Quizzes at once. */
const atOnce = 3;

/**
 * Reports each quiz as an assignment and each attempt at it as one of its attempts. @returns the numbers of the quizzes that are listed;
 * undefined where the site does not list them
 */
export async function reportQuizzes(
  pull: Pull,
  courses: CourseListing,
): Promise<ReadonlySet<number> | undefined> {
  if (courses.courses.length === 0) return undefined;
  if (!pull.offers(listFunction)) {
    pull.lacks(listFunction);
    return undefined;
  }
  const courseids = courses.courses.map(({ id }) => id);
  const listing = pull.read(await pull.call(listFunction, { courseids }), quizListSchema);
  if (listing === undefined) {
    if (pull.listHere('quiz/').length > 0) await pull.showsLess(undefined, 'quizzes-not-shown');
    return undefined;
  }
  const { quizzes } = listing.value;
  const titles = new Map(courses.courses.map(({ id, fullname }) => [id, plainText(fullname)]));
  const attempts = await readAttemptsOf(pull, quizzes);
  await atMost(atOnce, quizzes, async (quiz) => {
    pull.at(plainText(quiz.name));
    await reportQuiz(pull, quiz, titles.get(quiz.course), listing.answered);
    const found = attempts.get(quiz.id);
    if (found !== undefined) await reportQuizAttempts(pull, quiz, found);
  });
  return new Set(quizzes.map(({ id }) => id));
}

async function reportQuiz(
  pull: Pull,
  quiz: MoodleQuiz,
  courseTitle: string | undefined,
  answered: Answered,
): Promise<void> {
  const key = keys.quiz(quiz.id);
  const id = pull.idOf(key);
  const files = (quiz.introfiles ?? []).map((file): ListedFile => ({
    key: `${key}/brief-text/${placeOf(file)}`,
    role: 'brief',
    file,
    belongs: { assignment: id, partOf: id },
  }));
  await keepFiles(pull, files);
  await pull.record({
    key,
    kind: 'assignment',
    name: plainText(quiz.name),
    record: quizRecord(
      quiz,
      courseTitle,
      files.map((file) => pull.idOf(file.key)),
    ),
    from: [answered],
    more: { text: textOfHtml(quiz.intro ?? '') },
  });
  if (quiz.intro !== undefined) await pull.sweep(`${key}/brief`, () => 'not-listed');
}

async function readAttemptsOf(
  pull: Pull,
  quizzes: readonly MoodleQuiz[],
): Promise<ReadonlyMap<number, QuizAttemptsSeen>> {
  const found = new Map<number, QuizAttemptsSeen>();
  const [usual] = attemptFunctions;
  const name = attemptFunctions.find((each) => pull.offers(each));
  if (name === undefined) {
    pull.lacks(usual);
    return found;
  }
  const userid = pull.siteInfo.userid;
  const ask = async (some: readonly MoodleQuiz[]): Promise<Reply[]> =>
    pull.callMany(
      some.map(({ id }) => ({ function: name, arguments: { quizid: id, userid, status: 'all' } })),
    );
  const replies = await ask(quizzes);
  const options = await readOptions(pull, quizzes);
  for (const [index, quiz] of quizzes.entries()) {
    const { id } = quiz;
    let page = pull.read(replies[index], quizAttemptsSchema);
    const known = pull.listHere(keys.quizAttempts(id));
    const isThere = (key: string): boolean =>
      page?.value.attempts.some((attempt) => isOf(key, id, attempt)) === true;
    // What a single answer leaves out is not yet gone: it is asked for once more.
    if (known.some(({ key }) => !isThere(key))) page = pull.read((await ask([quiz]))[0], quizAttemptsSchema);
    if (page === undefined) {
      if (known.length > 0) await pull.showsLess(keys.quiz(id), 'attempts-not-shown');
      continue;
    }
    const attempts = page.value.attempts.filter((attempt) => attempt.userid === userid);
    found.set(id, { attempts, answered: page.answered, options: options.get(id) });
  }
  return found;
}

function isOf(key: string, quiz: number, { id }: MoodleQuizAttempt): boolean {
  const own = keys.quizAttempt(quiz, id);
  return key === own || key.startsWith(`${own}/`);
}

async function readOptions(pull: Pull, quizzes: readonly MoodleQuiz[]): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  if (!pull.offers(optionsFunction)) return found;
  const replies = await pull.callMany(
    quizzes.map(({ id }) => ({ function: optionsFunction, arguments: { quizid: id } })),
  );
  for (const [index, { id }] of quizzes.entries()) {
    const options = pull.read(replies[index], reviewOptionsSchema)?.value;
    if (options !== undefined) found.set(id, snapshotHash(options.someoptions, options.alloptions));
  }
  return found;
}
