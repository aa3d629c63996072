import { z } from 'zod';

import { absent, flagSchema } from './site-answers.ts';

const competencySchema = z.looseObject({
  id: z.int(),
  shortname: z.string(),
  idnumber: z.string().nullish().transform(absent),
});
export type Competency = z.infer<typeof competencySchema>;

/** How a learner stands with a competency; `grade` is a number on a scale, `gradename` its word. */
const ratingSchema = z.looseObject({
  grade: z.number().nullish().transform(absent),
  gradename: z.string().nullish().transform(absent),
  proficiency: flagSchema.nullish().transform(absent),
  proficiencyname: z.string().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
});
export type Rating = z.infer<typeof ratingSchema>;

/** `tool_lp_data_for_course_competencies_page`. */
export const courseCompetenciesSchema = z.looseObject({
  competencies: z.array(
    z.looseObject({
      competency: competencySchema,
      usercompetencycourse: ratingSchema.nullish().transform(absent),
    }),
  ),
});

const evidenceSchema = z.looseObject({
  id: z.int(),
  /** 0 noted, 2 by the site's rules, 3 by somebody's hand. */
  action: z.int(),
  actionuser: z
    .looseObject({ id: z.int(), fullname: z.string().nullish().transform(absent) })
    .nullish()
    .transform(absent),
  descidentifier: z.string().nullish().transform(absent),
  note: z.string().nullish().transform(absent),
  grade: z.number().nullish().transform(absent),
  gradename: z.string().nullish().transform(absent),
  timecreated: z.number().nullish().transform(absent),
});
export type CompetencyEvidence = z.infer<typeof evidenceSchema>;

/** `tool_lp_data_for_user_competency_summary_in_course`. */
export const competencySummarySchema = z.looseObject({
  usercompetencysummary: z.looseObject({
    competency: z.looseObject({ scaleid: z.union([z.int(), z.string()]).nullish().transform(absent) }),
    evidence: z.array(evidenceSchema),
  }),
});

const planSchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  description: z.string().nullish().transform(absent),
  statusname: z.string().nullish().transform(absent),
  duedate: z.number().nullish().transform(absent),
});

/** `tool_lp_data_for_plans_page`. */
export const planListSchema = z.looseObject({ plans: z.array(planSchema) });

/** `tool_lp_data_for_plan_page`. */
export const planPageSchema = z.looseObject({
  plan: planSchema,
  competencies: z.array(
    z.looseObject({
      competency: competencySchema,
      /** While the plan goes on; of a completed one the second. */
      usercompetency: ratingSchema.nullish().transform(absent),
      usercompetencyplan: ratingSchema.nullish().transform(absent),
    }),
  ),
});
export type PlanPage = z.infer<typeof planPageSchema>;

/** `tool_lp_data_for_user_evidence_list_page`. */
export const priorLearningSchema = z.looseObject({
  evidence: z.array(
    z.looseObject({
      id: z.int(),
      name: z.string(),
      description: z.string().nullish().transform(absent),
      url: z.string().nullish().transform(absent),
      timemodified: z.number().nullish().transform(absent),
      files: z
        .array(
          z.looseObject({
            filename: z.string(),
            filepath: z.string().nullish().transform(absent),
            filesize: z.int().nonnegative().nullish().transform(absent),
            timemodified: z.number().nullish().transform(absent),
            url: z.string(),
            isdir: flagSchema.nullish().transform(absent),
          }),
        )
        .nullish()
        .transform(absent),
    }),
  ),
});
export type PriorLearning = z.infer<typeof priorLearningSchema>['evidence'][number];
