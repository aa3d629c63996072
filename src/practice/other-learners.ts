import { z } from 'zod';

import type { Account } from './accounts.ts';
import { mainLearner, secondLearner } from './accounts.ts';
import type { FunctionName } from './function-parameters.ts';
import { refusals } from './moodle-errors.ts';
import type { PracticeSite } from './practice-site.ts';
import { siteFunctions } from './site-functions.ts';

const siteInfoSchema = z.looseObject({ username: z.string(), userid: z.number() });
const aboutUserSchema = z.looseObject({ userid: z.number().optional() });

/**
 * The answers for everybody but the first learner, who is the only one whose work was recorded: enough to sign in and
 * be told who one is, and the recorded refusals for the first learner's data. Undefined: nothing is known.
 *
 * @param parameters the parsed output of the function's schema
 */
export function answerOther(
  site: PracticeSite,
  account: Account,
  name: FunctionName,
  parameters: unknown,
): unknown {
  const about = aboutUserSchema.safeParse(parameters).data?.userid;
  switch (name) {
    case 'core_webservice_get_site_info': {
      const info = siteInfoSchema.parse(site.recordings.json('02_core/site_info.json'));
      const { username, userId } = account;
      return {
        ...info,
        username,
        userid: userId,
        firstname: 'Another',
        lastname: 'Learner',
        fullname: 'Another Learner',
      };
    }
    case 'core_enrol_get_users_courses':
      return siteFunctions.get(name)?.(site, { userid: secondLearner.userId });
    case 'core_course_get_courses_by_field':
    case 'mod_assign_get_assignments':
      return siteFunctions.get(name)?.(site, parameters);
    case 'mod_assign_get_submission_status':
      // Without a user id the caller's own work is meant, of which there is no recording.
      return about === account.userId ? undefined : refusals.nopermission;
    case 'gradereport_user_get_grade_items':
      return about === account.userId
        ? undefined
        : about === mainLearner.userId
          ? refusals.noViewGrades
          : refusals.gradesOfOthers;
    default:
      return undefined;
  }
}
