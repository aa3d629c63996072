import type { CanvasData, PracticeAssignment, PracticeCourse } from './canvas-data.ts';
import { assignmentJson, courseJson, fileJson, submissionJson, type JsonContext } from './canvas-json.ts';

/** What the API answers to a question, before it is put onto the wire. */
export type ApiAnswer =
  { readonly one: unknown } | { readonly list: readonly unknown[] } | { readonly status: 401 | 404 };

const notAllowed: ApiAnswer = { status: 401 };
const notThere: ApiAnswer = { status: 404 };

/** The routes that a learner's reading needs; everything else is not there. */
export function routeApi(
  path: string,
  query: URLSearchParams,
  data: CanvasData,
  context: JsonContext,
): ApiAnswer {
  const parts = path.split('/');
  const [what, courseId, below, id] = parts;
  if (path === 'users/self') {
    const { learner } = data;
    return { one: { id: learner.id, name: learner.name, short_name: learner.name, login_id: learner.login } };
  }
  if (path === 'courses') return { list: listCourses(data, query) };
  const course = data.courses.find((each) => String(each.id) === courseId);
  if (what !== 'courses' || course === undefined) return notThere;
  if (course.enrolment === 'none' || course.closed) return notAllowed;
  const shown = course.assignments.filter(({ state }) => state === 'shown');
  if (below === 'assignments' && id === undefined)
    return { list: shown.map((assignment) => assignmentJson(assignment, course, context)) };
  if (below === 'assignments') return oneAssignment(course, id, context);
  if (below === 'students' && id === 'submissions') {
    const include = new Set(query.getAll('include[]'));
    return { list: shown.map((assignment) => submissionJson(assignment, data, context, include)) };
  }
  if (below === 'files') {
    const file = [...data.files.values()].find((each) => String(each.id) === id && each.course === course.id);
    return file === undefined || file.lost === true ? notThere : { one: fileJson(file, context) };
  }
  return notThere;
}

function listCourses({ courses }: CanvasData, query: URLSearchParams): object[] {
  const state = query.get('enrollment_state');
  return courses.filter(({ enrolment }) => enrolment === (state ?? 'active')).map(courseJson);
}

function oneAssignment(course: PracticeCourse, id: string | undefined, context: JsonContext): ApiAnswer {
  const assignment: PracticeAssignment | undefined = course.assignments.find(
    (each) => String(each.id) === id,
  );
  if (assignment === undefined || assignment.state === 'deleted') return notThere;
  return assignment.state === 'hidden' ? notAllowed : { one: assignmentJson(assignment, course, context) };
}
