import { z } from 'zod';

import { recordings } from './practice-learner.ts';

/**
 * What the recordings say that learner 1 must have beside their assignments, read straight out of Moodle's answers and not by the
 * connector's code: so that the two can be compared.
 */

const named = (folder: string, pattern: RegExp): unknown[] =>
  recordings.exchanges
    .filter(({ file, request }) => {
      const [inFolder = '', name = ''] = file.split('/');
      return inFolder === folder && pattern.test(name) && request.params?.wstoken === 'TOKEN';
    })
    .map(({ file }) => recordings.json(file));

/** Comments under submissions: author, words, time, submission. */
export function recordedComments(): unknown[] {
  const { comments } = z
    .object({
      comments: z.array(
        z.object({
          id: z.number(),
          content: z.string(),
          fullname: z.string(),
          userid: z.number(),
          timecreated: z.number(),
        }),
      ),
    })
    .parse(recordings.json('03_assign/submission_comments.json'));
  return comments.map(({ id, content, fullname, userid, timecreated }) => ({
    key: `assignment/21/attempt/0/comment/${id}`,
    channel: 'submission-comment',
    by: { standing: 'named', name: fullname, id: userid },
    said: content,
    sent: timecreated,
  }));
}

/** The learner's posts in forums. */
export function recordedPosts(): unknown[] {
  return postsIn()
    .filter(({ author }) => author.id === 3)
    .map(({ id, message, subject, author, timecreated }) => ({
      key: `forum/1/post/${id}`,
      channel: 'forum-post',
      by: { standing: 'named', name: author.fullname, id: author.id },
      said: message,
      subject,
      sent: timecreated,
    }));
}

/** What others wrote in the same discussions: nothing of it may be kept. */
export function wordsOfOthers(): string[] {
  return postsIn()
    .filter(({ author }) => author.id !== 3)
    .map(({ message }) => message.replace(/<[^>]*>/g, ''));
}

function postsIn() {
  return z
    .object({
      posts: z.array(
        z.object({
          id: z.number(),
          subject: z.string(),
          message: z.string(),
          timecreated: z.number(),
          author: z.object({ id: z.number(), fullname: z.string() }),
        }),
      ),
    })
    .parse(recordings.json('06_forum/posts.json')).posts;
}

/** The attempts at quizzes, with the grade that each review shows and the words that it must hold. */
export function recordedQuizAttempts() {
  const { attempts } = z
    .object({
      attempts: z.array(
        z.object({
          id: z.number(),
          quiz: z.number(),
          attempt: z.number(),
          state: z.string(),
          timestart: z.number(),
          timefinish: z.number(),
          sumgrades: z.number(),
        }),
      ),
    })
    .parse(recordings.json('05_quiz/user_attempts.json'));
  const review = z
    .object({
      grade: z.number(),
      questions: z.array(
        z.object({ html: z.string(), status: z.string(), mark: z.string(), maxmark: z.number() }),
      ),
    })
    .parse(recordings.json('05_quiz/attempt_review.json'));
  return attempts.map((attempt) => ({
    ...attempt,
    grade: review.grade,
    words: review.questions.flatMap(({ html, mark, maxmark }) => [
      `Mark ${mark} out of ${maxmark}.00`,
      ...[...html.matchAll(/<div class="qtext"><div class="clearfix">([^<]+)</g)].map(
        ([, words = '']) => words,
      ),
      ...[...html.matchAll(/name="q1:\d+_answer" value="([a-z]{2,})"/g)].map(
        ([, answer = '']) => `value="${answer}"`,
      ),
    ]),
  }));
}

/** Each row of the grade reports that shows a grade: its number and what it shows. */
export function recordedRows(): Map<number, string> {
  const schema = z.object({
    usergrades: z.array(
      z.object({
        userid: z.number(),
        gradeitems: z.array(
          z.object({
            id: z.number(),
            gradeformatted: z.string().nullish(),
            gradeishidden: z.boolean().nullish(),
          }),
        ),
      }),
    ),
  });
  const rows = new Map<number, string>();
  for (const answer of named('04_grades', /^grade_items_c\d/)) {
    const report = schema.safeParse(answer).data?.usergrades.find(({ userid }) => userid === 3);
    for (const { id, gradeformatted, gradeishidden } of report?.gradeitems ?? [])
      if (!['', '-'].includes(gradeformatted ?? '') && gradeishidden !== true)
        rows.set(id, gradeformatted ?? '');
  }
  return rows;
}

/** The files that course pages offer and that the learner put forward as evidence of prior learning, with the SHA-1 of each. */
export function recordedMaterials(): { name: string; path: string; sha1: string }[] {
  const sections = z.array(
    z.object({
      modules: z.array(
        z.object({
          contents: z
            .array(
              z.object({
                type: z.string(),
                filename: z.string(),
                filepath: z.string().nullish(),
                fileurl: z.string().nullish(),
              }),
            )
            .optional(),
        }),
      ),
    }),
  );
  const offered = named('02_core', /^course_contents_c\d/).flatMap((answer) =>
    (sections.safeParse(answer).data ?? []).flatMap(({ modules }) =>
      modules.flatMap(({ contents }) => (contents ?? []).filter(({ type }) => type === 'file')),
    ),
  );
  const { userevidence } = z
    .object({
      userevidence: z.object({
        files: z.array(z.object({ filename: z.string(), filepath: z.string(), url: z.string() })),
      }),
    })
    .parse(recordings.json('07_competency/user_evidence.json'));
  const all = [
    ...offered.map(({ filename, filepath, fileurl }) => ({ filename, filepath, url: fileurl ?? '' })),
    ...userevidence.files,
  ];
  return all.map(({ filename, filepath, url }) => {
    const file = recordings.files.get(url) ?? recordings.files.get(url.replace('/webservice/', '/'));
    if (file === undefined) throw new Error(`no recorded bytes for ${url}`);
    return { name: filename, path: filepath ?? '/', sha1: file.etag === '' ? file.sha1 : file.etag };
  });
}

/** Ratings of competencies: the word, and who gave it with what note. */
export function recordedRatings() {
  return z
    .object({
      usercompetencysummary: z.object({
        usercompetencycourse: z.object({
          competencyid: z.number(),
          courseid: z.number(),
          gradename: z.string(),
        }),
        evidence: z.array(
          z.object({ id: z.number(), note: z.string(), actionuser: z.object({ fullname: z.string() }) }),
        ),
      }),
    })
    .parse(recordings.json('07_competency/user_competency_summary_in_course.json')).usercompetencysummary;
}

/** The state of each activity's completion in the first course, by its course module. */
export function recordedCompletion(): { cmid: number; state: number }[] {
  return z
    .object({ statuses: z.array(z.object({ cmid: z.number(), state: z.number() })) })
    .parse(recordings.json('02_core/activities_completion_c1.json')).statuses;
}
