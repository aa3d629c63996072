import { z } from 'zod';

/** Moodle leaves out, writes null, or writes nothing for the same thing: here it is undefined. */
export function absent<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}

/** 0 and 1, or true and false: Moodle writes both, even in one answer. */
export const flagSchema = z.union([z.boolean(), z.number()]);

/** True for `1` and `true`. */
export function isSet(flag: boolean | number | undefined): boolean {
  return flag === true || flag === 1;
}

/** `core_webservice_get_site_info`. */
export const siteInfoSchema = z.looseObject({
  sitename: z.string(),
  username: z.string().nullish().transform(absent),
  fullname: z.string().nullish().transform(absent),
  userid: z.int(),
  siteurl: z.string().nullish().transform(absent),
  functions: z
    .array(z.looseObject({ name: z.string() }))
    .nullish()
    .transform(absent),
});
export type SiteInfo = z.infer<typeof siteInfoSchema>;

/** A course of `core_enrol_get_users_courses`. */
const userCourseSchema = z.looseObject({
  id: z.int(),
  shortname: z.string().nullish().transform(absent),
  fullname: z.string(),
  summary: z.string().nullish().transform(absent),
  enablecompletion: flagSchema.nullish().transform(absent),
  completionhascriteria: flagSchema.nullish().transform(absent),
  idnumber: z.string().nullish().transform(absent),
  startdate: z.number().nullish().transform(absent),
  enddate: z.number().nullish().transform(absent),
});
export type UserCourse = z.infer<typeof userCourseSchema>;
export const userCoursesSchema = z.array(userCourseSchema);

/** `tool_mobile_call_external_functions`: after the first error the rest is not called and not answered. */
export const batchSchema = z.looseObject({
  responses: z.array(
    z.looseObject({
      error: flagSchema,
      data: z.string().nullish().transform(absent),
      exception: z.string().nullish().transform(absent),
    }),
  ),
});

/** What `tool_mobile_get_public_config` tells anybody. */
const publicConfigSchema = z.looseObject({
  wwwroot: z.string(),
  sitename: z.string(),
  enablewebservices: flagSchema.nullish().transform(absent),
  enablemobilewebservice: flagSchema.nullish().transform(absent),
  maintenanceenabled: flagSchema.nullish().transform(absent),
  /** 1 in the app, 2 in a browser, 3 in a browser inside the app. */
  typeoflogin: z.number().nullish().transform(absent),
  launchurl: z.string().nullish().transform(absent),
});
export type PublicConfig = z.infer<typeof publicConfigSchema>;

/** The answer to the one call that is asked without an account. */
export const configAnswerSchema = z.array(z.looseObject({ data: publicConfigSchema }));
