import type { Assignment } from '../../evidence/records/assignment.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import type { AssignmentCourse, ListedAssignment } from './assignment-answers.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import { keys, placeOf } from './keys.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import { setTimes, writtenText } from './stated-values.ts';
import type { Answered } from './web-service.ts';

export interface AssignmentInCourse {
  readonly course: AssignmentCourse;
  readonly assignment: ListedAssignment;
}

/** Reports an assignment with its brief: the text, the files beside it, and those that the text shows. */
export async function reportAssignment(
  pull: Pull,
  { course, assignment }: AssignmentInCourse,
  answered: Answered,
): Promise<void> {
  const key = keys.assignment(assignment.id);
  const title = plainText(assignment.name);
  const files = briefFiles(pull, assignment, key);
  await keepFiles(pull, files);
  const brief = [
    ...textPart(assignment.intro, assignment.introformat, 'intro'),
    ...textPart(assignment.activity, assignment.activityformat, 'activity'),
  ];
  const record: Assignment = {
    title,
    course: {
      ...(course.fullname === undefined ? {} : { title: plainText(course.fullname) }),
      ids: idsOf({ courseid: course.id, shortname: course.shortname }),
    },
    ids: idsOf({ assignid: assignment.id, cmid: assignment.cmid, name: assignment.name }),
    ...(brief.length === 0 ? {} : { brief }),
    ...(files.length === 0 ? {} : { items: files.map((file) => pull.idOf(file.key)) }),
    ...setTimes({
      opens: assignment.allowsubmissionsfromdate,
      due: assignment.duedate,
      cutOff: assignment.cutoffdate,
      modified: assignment.timemodified,
    }),
    ...flag('team', assignment.teamsubmission, true),
    ...flag('blindMarking', assignment.blindmarking, true),
    ...flag('takesSubmissions', assignment.nosubmissions, false),
    ...(assignment.maxattempts === undefined ? {} : { attemptsAllowed: assignment.maxattempts }),
    ...(assignment.grade === undefined ? {} : { gradedBy: assignment.grade }),
  };
  const text = brief.map(({ said }) => textOfHtml(said)).join(' ');
  await pull.record({ key, kind: 'assignment', name: title, record, from: [answered], more: { text } });
  // Before it opens a site may keep the brief back: then its files are out of sight, and not gone.
  if (assignment.intro !== undefined) await pull.sweep(`${key}/brief`, () => 'not-listed');
}

export function textPart(said: string | undefined, format: number | undefined, field: string) {
  return said === undefined || said.trim() === '' ? [] : [writtenText(said, format, field)];
}

function flag<Name extends string>(
  name: Name,
  said: boolean | number | undefined,
  whenSet: boolean,
): Partial<Record<Name, { said: boolean | number; means: boolean }>> {
  const stated: Partial<Record<Name, { said: boolean | number; means: boolean }>> = {};
  if (said !== undefined) stated[name] = { said, means: isSet(said) === whenSet };
  return stated;
}

/** The brief's attachments, and the files that its text shows; they are two places that may hold the same names. */
function briefFiles(pull: Pull, assignment: ListedAssignment, key: string): ListedFile[] {
  const id = pull.idOf(key);
  const places = [
    { part: 'brief', files: assignment.introattachments },
    { part: 'brief-text', files: assignment.introfiles },
    { part: 'brief-activity', files: assignment.activityattachments },
  ];
  return places.flatMap(({ part, files }) =>
    (files ?? []).map((file): ListedFile => ({
      key: `${key}/${part}/${placeOf(file)}`,
      role: 'brief',
      file,
      belongs: { assignment: id, partOf: id },
    })),
  );
}
