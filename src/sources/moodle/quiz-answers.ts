import { z } from 'zod';

import { moodleFileSchema } from './assignment-answers.ts';
import { absent, flagSchema } from './site-answers.ts';

const filesSchema = z.array(moodleFileSchema).nullish().transform(absent);

/** A quiz of `mod_quiz_get_quizzes_by_courses`. */
const quizSchema = z.looseObject({
  id: z.int(),
  course: z.int(),
  coursemodule: z.int(),
  name: z.string(),
  intro: z.string().nullish().transform(absent),
  introformat: z.number().nullish().transform(absent),
  introfiles: filesSchema,
  timeopen: z.number().nullish().transform(absent),
  timeclose: z.number().nullish().transform(absent),
  /** 0 for any number. */
  attempts: z.number().nullish().transform(absent),
  /** What all the questions' marks together come to, and what that is scaled to. */
  sumgrades: z.number().nullish().transform(absent),
  grade: z.number().nullish().transform(absent),
  decimalpoints: z.number().nullish().transform(absent),
});
export type MoodleQuiz = z.infer<typeof quizSchema>;
export const quizListSchema = z.looseObject({ quizzes: z.array(quizSchema) });

/** An attempt of `mod_quiz_get_user_attempts`. */
const quizAttemptSchema = z.looseObject({
  id: z.int(),
  quiz: z.int(),
  userid: z.int(),
  /** From 1. */
  attempt: z.int(),
  uniqueid: z.int().nullish().transform(absent),
  preview: flagSchema.nullish().transform(absent),
  /** `notstarted`, `inprogress`, `overdue`, `submitted`, `finished`, `abandoned`. */
  state: z.string(),
  timestart: z.number().nullish().transform(absent),
  timefinish: z.number().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  sumgrades: z.number().nullish().transform(absent),
});
export type MoodleQuizAttempt = z.infer<typeof quizAttemptSchema>;
export const quizAttemptsSchema = z.looseObject({ attempts: z.array(quizAttemptSchema) });

const reviewedQuestionSchema = z.looseObject({
  slot: z.int(),
  html: z.string(),
  /** Only where the learner may see the marks. */
  mark: z.union([z.string(), z.number()]).nullish().transform(absent),
  responsefileareas: z
    .array(z.looseObject({ area: z.string(), files: filesSchema }))
    .nullish()
    .transform(absent),
});

/** `mod_quiz_get_attempt_review`. */
export const quizReviewSchema = z.looseObject({
  /** Scaled to the quiz's grade; empty, or `notyetgraded`, where there is none. */
  grade: z.union([z.string(), z.number()]).nullish().transform(absent),
  additionaldata: z
    .array(
      z.looseObject({
        id: z.string().nullish().transform(absent),
        title: z.string().nullish().transform(absent),
        content: z.union([z.string(), z.number()]).nullish().transform(absent),
      }),
    )
    .nullish()
    .transform(absent),
  questions: z.array(reviewedQuestionSchema),
});
export type QuizReview = z.infer<typeof quizReviewSchema>;

/** `mod_quiz_get_combined_review_options`: what of its attempts a learner is shown now. */
export const reviewOptionsSchema = z.looseObject({
  someoptions: z.array(z.looseObject({ name: z.string(), value: z.number() })),
  alloptions: z.array(z.looseObject({ name: z.string(), value: z.number() })),
});
