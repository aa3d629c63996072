import type {
  CanvasData,
  PracticeAssignment,
  PracticeAttempt,
  PracticeComment,
  PracticeCourse,
  PracticeFile,
} from './canvas-data.ts';

/** What an answer depends on besides the data. */
export interface JsonContext {
  readonly url: string;
  /** As Canvases did before `posted_at` and post policies. */
  readonly older: boolean;
  /** A number that has leaked although it is not posted. */
  readonly leaks: boolean;
}

/** https://canvas.instructure.com/doc/api/courses.html (Course) */
export function courseJson(course: PracticeCourse): object {
  if (course.closed) return { id: course.id, access_restricted_by_date: true };
  return {
    id: course.id,
    name: course.name,
    uuid: `course-uuid-that-opens-the-calendar-${course.id}`,
    course_code: course.code,
    workflow_state: 'available',
    concluded: course.enrolment === 'completed',
    start_at: '2026-01-05T08:00:00Z',
    end_at: null,
    calendar: { ics: `https://practice.example/feeds/calendars/course_secret${course.id}.ics` },
    enrollments: [{ type: 'student', role: 'StudentEnrollment', enrollment_state: course.enrolment }],
    term: { id: 1, name: 'Spring 2026', start_at: null, end_at: null },
  };
}

/** https://canvas.instructure.com/doc/api/assignments.html (Assignment) */
export function assignmentJson(
  assignment: PracticeAssignment,
  course: PracticeCourse,
  context: JsonContext,
): object {
  return {
    id: assignment.id,
    name: assignment.name,
    description: descriptionOf(assignment, course, context),
    course_id: course.id,
    created_at: '2026-01-06T08:00:00Z',
    updated_at: assignment.updated,
    unlock_at: null,
    due_at: assignment.due,
    lock_at: null,
    points_possible: assignment.points,
    grading_type: assignment.gradingType,
    submission_types: [assignment.type],
    group_category_id: assignment.group === undefined ? null : 12,
    anonymous_grading: false,
    allowed_attempts: -1,
    secure_params: 'eyJhbGciOiJIUzI1NiJ9.signed-launch-of-this-learner',
    ...(context.older ? { muted: assignment.postedAt === null } : { post_manually: true, muted: false }),
    ...(assignment.type === 'online_quiz' ? { quiz_id: 39 } : {}),
    ...(assignment.rubric
      ? {
          rubric: [
            {
              id: '_401',
              points: 30,
              description: 'Evidence',
              long_description: 'What was done, and how it is shown',
              ratings: [
                { id: 'blank', points: 30, description: 'Met', long_description: '' },
                { id: 'blank_2', points: 0, description: 'Not yet', long_description: '' },
              ],
            },
            { id: '_402', points: 20, description: 'Reflection', long_description: '', ratings: [] },
          ],
        }
      : {}),
  };
}

function descriptionOf(
  { description, linked, name }: PracticeAssignment,
  course: PracticeCourse,
  { url }: JsonContext,
): string {
  const own =
    description === '' ? `<p>The task of <strong>${name.replace('&', '&amp;')}</strong>.</p>` : description;
  const links = linked.map((file) => {
    const api = `data-api-endpoint="${url}/api/v1/courses/${course.id}/files/${file.id}" data-api-returntype="File"`;
    const address = `${url}/courses/${course.id}/files/${file.id}`;
    return file.type.startsWith('image/')
      ? `<img src="${address}/preview?verifier=${file.uuid}" alt="A circuit" ${api}>`
      : `<a class="instructure_file_link" href="${address}/download?verifier=${file.uuid}&amp;wrap=1" ${api}>${file.name}</a>`;
  });
  return `${own}<script>window.stolen = document.cookie</script>${links.join(' ')}`;
}

/** https://canvas.instructure.com/doc/api/files.html (File) */
export function fileJson(file: PracticeFile, { url }: JsonContext): object {
  return {
    id: file.id,
    uuid: file.uuid,
    folder_id: 1,
    display_name: file.name,
    filename: encodeURIComponent(file.name).replaceAll('%20', '+'),
    workflow_state: 'processed',
    'content-type': file.type,
    url: `${url}/files/${file.id}/download?download_frd=1&verifier=${file.uuid}`,
    size: file.bytes.length,
    created_at: file.updated,
    updated_at: file.updated,
    modified_at: file.updated,
    locked: false,
    hidden: false,
    locked_for_user: false,
    thumbnail_url: file.type.startsWith('image/') ? `${url}/images/thumbnails/${file.id}/${file.uuid}` : null,
    preview_url: `/api/v1/canvadoc_session?blob=%7B%22user_id%22:1001%7D&hmac=abcdef0123456789abcdef0123456789`,
  };
}

function mediaJson(file: PracticeFile, { url }: JsonContext): object {
  return {
    'content-type': file.type,
    display_name: file.name,
    media_id: `m-${file.id}`,
    media_type: 'audio',
    url: `${url}/media_download?entryId=m-${file.id}&redirect=1&type=mp3&token=${file.uuid}`,
  };
}

/** https://canvas.instructure.com/doc/api/submissions.html (Submission) */
export function submissionJson(
  assignment: PracticeAssignment,
  data: CanvasData,
  context: JsonContext,
  include: ReadonlySet<string>,
): object {
  const { attempts } = assignment;
  const last = attempts.at(-1);
  return {
    ...attemptJson(assignment, last, data, context, include),
    ...(include.has('submission_history')
      ? {
          submission_history:
            last === undefined
              ? [attemptJson(assignment, undefined, data, context, include)]
              : attempts.map((attempt) => attemptJson(assignment, attempt, data, context, include)),
        }
      : {}),
    ...(include.has('submission_comments')
      ? {
          submission_comments: assignment.comments
            .filter(({ author }) => assignment.postedAt !== null || author?.id === data.learner.id)
            .map((comment) => commentJson(comment, context)),
        }
      : {}),
    ...(include.has('rubric_assessment') &&
    assignment.rubric &&
    assignment.postedAt !== null &&
    last?.mark !== undefined
      ? {
          rubric_assessment: {
            _401: { rating_id: 'blank', comments: assignment.rubricComment, points: 30 },
            _402: { rating_id: null, comments: '', points: 12.5 },
          },
        }
      : {}),
  };
}

function attemptJson(
  assignment: PracticeAssignment,
  attempt: PracticeAttempt | undefined,
  data: CanvasData,
  context: JsonContext,
  include: ReadonlySet<string>,
): object {
  const posted = assignment.postedAt !== null;
  const own = attempt === undefined ? assignment.paperMark : attempt.mark;
  // Until there is a new mark, the one of the attempt before is repeated.
  const earlier = assignment.attempts
    .filter(({ number }) => number < (attempt?.number ?? 0))
    .findLast(({ mark }) => mark);
  const shown = own ?? earlier?.mark;
  const visible = shown !== undefined && (posted || context.leaks);
  return {
    id: 40_000 + assignment.id,
    user_id: data.learner.id,
    assignment_id: assignment.id,
    attempt: attempt?.number ?? null,
    submission_type: attempt === undefined ? null : assignment.type,
    submitted_at: attempt?.at ?? null,
    workflow_state: own !== undefined ? 'graded' : attempt === undefined ? 'unsubmitted' : 'submitted',
    body:
      assignment.type === 'online_quiz' && attempt !== undefined
        ? 'user: 1001, quiz: 39, score: 4.0'
        : (attempt?.text ?? null),
    url: attempt?.url ?? null,
    preview_url: `${context.url}/courses/1/assignments/${assignment.id}/submissions/1001?preview=1&version=1`,
    grade_matches_current_submission: own !== undefined || shown === undefined,
    graded_at: own?.at ?? null,
    grader_id: own?.by ?? null,
    ...(visible || shown === undefined
      ? {
          grade: shown?.grade ?? null,
          score: shown?.score ?? null,
          entered_grade: shown?.grade ?? null,
          entered_score: shown?.score ?? null,
        }
      : {}),
    late: attempt?.late ?? false,
    missing: assignment.missing,
    excused: assignment.excused,
    late_policy_status: attempt?.late === true ? 'late' : null,
    points_deducted: attempt?.late === true ? 2 : null,
    seconds_late: 0,
    ...(context.older ? {} : { posted_at: assignment.postedAt }),
    ...(include.has('group')
      ? { group: { id: assignment.group?.id ?? null, name: assignment.group?.name ?? null } }
      : {}),
    ...(attempt === undefined || attempt.files.length === 0
      ? {}
      : { attachments: attempt.files.map((file) => fileJson(file, context)) }),
    ...(attempt?.recording === undefined ? {} : { media_comment: mediaJson(attempt.recording, context) }),
    ...(assignment.type === 'discussion_topic'
      ? {
          discussion_entries: assignment.posts.map(({ id, text, at }) => ({
            id,
            user_id: data.learner.id,
            user_name: data.learner.name,
            message: text,
            created_at: at,
            updated_at: at,
          })),
        }
      : {}),
  };
}

function commentJson(comment: PracticeComment, context: JsonContext): object {
  const { author } = comment;
  return {
    id: comment.id,
    author_id: author?.id ?? null,
    author_name: author?.name ?? 'Anonymous User',
    author: author === undefined ? {} : { id: author.id, display_name: author.name },
    attempt: context.older ? undefined : (comment.attempt ?? null),
    comment: comment.text,
    created_at: comment.at,
    edited_at: null,
    ...(comment.files.length === 0
      ? {}
      : { attachments: comment.files.map((file) => fileJson(file, context)) }),
    ...(comment.recording === undefined ? {} : { media_comment: mediaJson(comment.recording, context) }),
  };
}

/**
 * JSON as Rails writes it: `&`, `<` and `>` as escapes. With `application/json+canvas-string-ids` asked for, ids are text.
 */
export function encodeLikeRails(value: unknown, stringIds: boolean): string {
  const text = JSON.stringify(value, (name, each: unknown) =>
    stringIds && typeof each === 'number' && (name === 'id' || name.endsWith('_id')) ? String(each) : each,
  );
  return text.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}
