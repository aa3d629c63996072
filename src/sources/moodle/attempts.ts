import type { MoodleGrade, MoodleSubmission, Plugin, SubmissionStatus } from './assignment-answers.ts';
import { isSet } from './site-answers.ts';

/** One attempt as the submission status shows it, the last one and earlier ones alike. */
export interface AttemptSeen {
  /** Moodle's number, from 0. */
  readonly number: number;
  /** True for the one that is open to the learner now. */
  readonly last: boolean;
  readonly own: MoodleSubmission | undefined;
  readonly team: MoodleSubmission | undefined;
  /** True while the marker must not know whose work it is, and the learner not the mark. */
  readonly blind: boolean;
  /** `notgraded`, `graded`, or a state of the marking workflow; for the last attempt only. */
  readonly gradingStatus: string | undefined;
  readonly extension: number | undefined;
  /** The assignment's own mark. */
  readonly mark: MoodleGrade | undefined;
  /** The grade as the learner is shown it; undefined where none is shown. It comes from the gradebook. */
  readonly displayed: string | undefined;
  readonly displayedSince: number | undefined;
  /** Undefined where the site gives no feedback at all. */
  readonly feedback: readonly Plugin[] | undefined;
}

/**
 * All attempts in a submission status, oldest first, by Moodle's own numbers; undefined if the site does not say (a status
 * without `lastattempt` is one for somebody who may not hand in).
 */
export function readAttempts(status: SubmissionStatus): AttemptSeen[] | undefined {
  const { lastattempt, previousattempts } = status;
  if (lastattempt === undefined) return undefined;
  const blind = isSet(lastattempt.blindmarking);
  const earlier = (previousattempts ?? []).map((attempt): AttemptSeen => {
    const submission = attempt.submission;
    const byTeam = submission?.userid === 0;
    return {
      number: attempt.attemptnumber,
      last: false,
      own: byTeam ? undefined : submission,
      team: byTeam ? submission : undefined,
      blind,
      gradingStatus: undefined,
      extension: undefined,
      mark: attempt.grade,
      // While names are hidden nothing is released, and earlier attempts are shown without regard to that.
      displayed: blind ? undefined : displayedGrade(attempt.grade?.gradefordisplay),
      displayedSince: undefined,
      feedback: attempt.feedbackplugins,
    };
  });
  const last = readLast(status, earlier.length > 0, blind);
  return [...earlier, ...(last === undefined ? [] : [last])].sort((a, b) => a.number - b.number);
}

function readLast(status: SubmissionStatus, hasEarlier: boolean, blind: boolean): AttemptSeen | undefined {
  const { lastattempt, feedback } = status;
  const own = lastattempt?.submission;
  const team = lastattempt?.teamsubmission;
  const mark = feedback?.grade;
  const number = (team ?? own)?.attemptnumber ?? mark?.attemptnumber;
  // Never begun: nobody looked at it, nothing was marked.
  if (number === undefined) return undefined;
  // After a new attempt was opened the gradebook still shows the grade of the one before.
  const ofThisOne = mark === undefined ? !hasEarlier : (mark.attemptnumber ?? number) === number;
  return {
    number,
    last: true,
    own,
    team,
    blind,
    gradingStatus: lastattempt?.gradingstatus,
    extension: positive(lastattempt?.extensionduedate),
    mark: ofThisOne ? mark : undefined,
    displayed: ofThisOne ? displayedGrade(feedback?.gradefordisplay) : undefined,
    displayedSince: ofThisOne ? positive(feedback?.gradeddate) : undefined,
    feedback: ofThisOne && feedback !== undefined ? (feedback.plugins ?? []) : undefined,
  };
}

/** Null, nothing and a dash are no grade. */
function displayedGrade(said: string | undefined): string | undefined {
  return said === undefined || said.trim() === '' || said.trim() === '-' ? undefined : said;
}

function positive(seconds: number | undefined): number | undefined {
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

/** True if the assignment holds a mark. Moodle writes -1 for a mark that was cleared or never given. */
export function hasMark({ mark }: AttemptSeen): boolean {
  return mark?.grade !== undefined && Number(mark.grade) >= 0;
}
