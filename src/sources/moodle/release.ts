import { hasMark, type AttemptSeen } from './attempts.ts';

/** Why a grade or feedback is not to be seen. */
type Unseen = 'blind-marking' | 'withdrawn' | 'cleared' | 'hidden';
/** Seen by the learner, or why not. */
export type Sight = 'seen' | Unseen;

/** Stages of the marking workflow before release. */
const inMarking: ReadonlySet<string> = new Set([
  'notmarked',
  'inmarking',
  'readyforreview',
  'inreview',
  'readyforrelease',
]);

/**
 * What of an attempt's marking is released to the learner. 'Graded' is not 'released': a grade is released when the site
 * displays it. Feedback without any grade is released when it is given, except while names are hidden; feedback beside a
 * mark that is not displayed is not.
 */
export function judgeRelease(attempt: AttemptSeen): { readonly grade: Sight; readonly feedback: Sight } {
  const unseen = reasonOf(attempt);
  const grade = attempt.displayed === undefined ? unseen : 'seen';
  if (attempt.feedback === undefined) return { grade, feedback: unseen };
  const withoutGrade = !hasMark(attempt) && !attempt.blind;
  return { grade, feedback: grade === 'seen' || withoutGrade ? 'seen' : unseen };
}

function reasonOf(attempt: AttemptSeen): Unseen {
  if (attempt.blind) return 'blind-marking';
  if (inMarking.has(attempt.gradingStatus ?? '')) return 'withdrawn';
  if (attempt.feedback === undefined) return attempt.gradingStatus === 'notgraded' ? 'cleared' : 'hidden';
  return hasMark(attempt) ? 'hidden' : 'cleared';
}
