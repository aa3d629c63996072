import { z } from 'zod';

import { mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { Assignment } from '../documents.ts';
import { findFilePath } from '../listed-files.ts';
import type { PracticeSite } from '../practice-site.ts';
import { frameOf, pathOf, plain } from './course-pages.ts';
import { html, Markup, pageAnswer } from './markup.ts';
import type { Session } from './sessions.ts';

const pluginSchema = z.looseObject({
  type: z.string(),
  fileareas: z
    .array(
      z.looseObject({
        area: z.string(),
        files: z.array(z.looseObject({ filename: z.string(), fileurl: z.string() })).default([]),
      }),
    )
    .default([]),
  editorfields: z.array(z.looseObject({ text: z.string() })).default([]),
});
type Plugin = z.output<typeof pluginSchema>;
const submissionSchema = z.looseObject({
  attemptnumber: z.number(),
  status: z.string(),
  plugins: z.array(pluginSchema).default([]),
});
const statusSchema = z.looseObject({
  lastattempt: z.looseObject({
    submission: submissionSchema.optional(),
    teamsubmission: submissionSchema.optional(),
  }),
  feedback: z
    .looseObject({ gradefordisplay: z.string().nullish(), plugins: z.array(pluginSchema).default([]) })
    .optional(),
  previousattempts: z
    .array(
      z.looseObject({
        submission: submissionSchema.optional(),
        grade: z.looseObject({ gradefordisplay: z.string().nullish() }).optional(),
        feedbackplugins: z.array(pluginSchema).default([]),
      }),
    )
    .default([]),
});

/** An assignment with every attempt's files, feedback and grade as far as they are shown; undefined if it is not open to whoever asks. */
export function assignmentPage(site: PracticeSite, session: Session, moduleId: number): Answer | undefined {
  const assignment = openAssignment(site, moduleId);
  if (assignment === undefined || session.account.userId !== mainLearner.userId) return undefined;
  const status = statusSchema.safeParse(site.status(assignment.id)).data;
  const { lastattempt, feedback, previousattempts = [] } = status ?? {};
  const handedIn = lastattempt?.teamsubmission ?? lastattempt?.submission;
  return pageAnswer(
    frameOf(plain(assignment.name), session),
    html`<p><a href="/course/view.php?id=${assignment.course}">Back to the course</a></p>
      ${handedIn === undefined ? html`<p>Nothing was handed in yet.</p>` : attempt(handedIn)}
      ${
        feedback === undefined
          ? html``
          : html`<h2>Feedback</h2>
              ${gradeLine(feedback.gradefordisplay)}${shown(feedback.plugins)}`
      }
      ${previousattempts.map(({ submission, grade: before, feedbackplugins }) =>
        submission === undefined
          ? html``
          : html`${attempt(submission)}
              <h3>Feedback on this attempt</h3>
              ${gradeLine(before?.gradefordisplay)}${shown(feedbackplugins)}`,
      )}`,
  );
}

function openAssignment(site: PracticeSite, moduleId: number): Assignment | undefined {
  return site.assignmentCourses
    .filter(({ id }) => !site.closedCourses.has(id))
    .flatMap(({ assignments }) => assignments)
    .find(({ id, cmid }) => cmid === moduleId && !site.closedAssignments.has(id));
}

function attempt({ attemptnumber, status, plugins }: z.output<typeof submissionSchema>): Markup {
  return html`<h2>Attempt ${attemptnumber + 1}</h2>
    <p>Status: ${status}</p>
    ${shown(plugins)}`;
}

function gradeLine(grade: string | null | undefined): Markup {
  return grade === undefined || grade === null ? html`` : html`<p>Grade: ${new Markup(grade)}</p>`;
}

/** Texts, and links to files; of an annotated PDF only the copy that is handed out. */
function shown(plugins: readonly Plugin[]): Markup {
  return html`${plugins.map(({ type, editorfields, fileareas }) => {
    const areas = fileareas.filter(({ area }) => type !== 'editpdf' || area === 'download');
    const files = areas.flatMap((area) => area.files);
    // As Moodle puts it into its own pages: the text is HTML that the site made.
    const texts = editorfields.map(
      ({ text }) =>
        html`<div>${new Markup(text.replaceAll('/webservice/pluginfile.php', '/pluginfile.php'))}</div>`,
    );
    const links = files.map(({ filename, fileurl }) => {
      const path = findFilePath(fileurl);
      return path === undefined
        ? html``
        : html`<li><a href="${pathOf(path)}?forcedownload=1" target="_blank">${filename}</a></li>`;
    });
    return html`${texts}${
      links.length === 0
        ? html``
        : html`<ul>
            ${links}
          </ul>`
    }`;
  })}`;
}
