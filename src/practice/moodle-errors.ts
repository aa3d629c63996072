import { z } from 'zod';

/** An exception as Moodle's REST server tells it, always with HTTP status 200. Some carry no code. */
export interface MoodleError {
  readonly exception: string;
  readonly errorcode?: string;
  readonly message: string;
}

const exceptionSchema = z.looseObject({
  exception: z.string(),
  errorcode: z.string().optional(),
  message: z.string(),
});

/** The exception that `answer` is, or undefined if it is an ordinary answer. */
export function findMoodleError(answer: unknown): MoodleError | undefined {
  const parsed = exceptionSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { exception, errorcode, message } = parsed.data;
  return errorcode === undefined ? { exception, message } : { exception, errorcode, message };
}

const missingRecord = (table: string): MoodleError => ({
  exception: 'dml_missing_record_exception',
  errorcode: 'invalidrecord',
  message: `Can't find data record in database table ${table}.`,
});

/** The refusals of REST calls, each as recorded. */
export const refusals = {
  invalidToken: {
    exception: 'core\\exception\\moodle_exception',
    errorcode: 'invalidtoken',
    message: 'Invalid token - token not found',
  },
  access: {
    exception: 'webservice_access_exception',
    errorcode: 'accessexception',
    message: 'Access control exception',
  },
  invalidParameter: {
    exception: 'core\\exception\\invalid_parameter_exception',
    errorcode: 'invalidparameter',
    message: 'Invalid parameter value detected',
  },
  notAccessible: {
    exception: 'core\\exception\\require_login_exception',
    errorcode: 'requireloginerror',
    message: 'Course or activity not accessible.',
  },
  nopermission: {
    exception: 'core\\exception\\required_capability_exception',
    errorcode: 'nopermission',
    message: 'error/nopermission',
  },
  gradesOfOthers: {
    exception: 'core\\exception\\required_capability_exception',
    errorcode: 'nopermissions',
    message: 'Sorry, but you do not currently have permissions to do that (View grades of other users).',
  },
  noViewGrades: {
    exception: 'core\\exception\\moodle_exception',
    errorcode: 'nopermissiontoviewgrades',
    message: 'Cannot view grades.',
  },
  invalidUser: {
    exception: 'dml_missing_record_exception',
    errorcode: 'invaliduser',
    message: 'Invalid user',
  },
  unknownFunction: missingRecord('external_functions'),
  unknownAssignment: missingRecord('assign'),
  unknownCourse: missingRecord('course'),
  unknownQuiz: missingRecord('quiz'),
} as const satisfies Record<string, MoodleError>;

/** The refusal of a call that names a course whose context the learner may not enter; `why` is the inner message. */
export function courseContextRefusal(courseId: number, why: string): MoodleError {
  return {
    exception: 'core\\exception\\moodle_exception',
    errorcode: 'errorcoursecontextnotvalid',
    message: `You cannot execute functions in the course context (course id:${courseId}). The context error message was: ${why}`,
  };
}

/**
 * Not Moodle's: the practice site has no recording that fits. Said aloud, since an invented answer would be taken for
 * what a Moodle does.
 */
export function notRecorded(functionName: string): MoodleError {
  return {
    exception: 'practice_exception',
    errorcode: 'practicenotrecorded',
    message: `The practice provider has no recording of ${functionName} with these parameters.`,
  };
}
