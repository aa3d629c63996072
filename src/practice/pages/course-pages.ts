import { z } from 'zod';

import { mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import { courseContentsSchema, userCoursesSchema } from '../documents.ts';
import { findFilePath } from '../listed-files.ts';
import type { PracticeSite } from '../practice-site.ts';
import { html, Markup, pageAnswer } from './markup.ts';
import type { PageFrame } from './markup.ts';
import type { Session } from './sessions.ts';

const courseSchema = z.looseObject({ id: z.number(), fullname: z.string() });
const sectionSchema = z.looseObject({ name: z.string() });
const contentSchema = z.looseObject({ filename: z.string(), fileurl: z.string() });

/** How a page is framed for somebody who is signed in. */
export function frameOf(title: string, { account, sesskey }: Session): PageFrame {
  return { title, signedIn: { name: account.username, sesskey } };
}

/** The courses of whoever is signed in; only the first learner's were recorded. */
export function myPage(site: PracticeSite, session: Session): Answer {
  const rows = openCourses(site, session).map(
    ({ id, fullname }) => html`<li><a href="/course/view.php?id=${id}">${new Markup(fullname)}</a></li>`,
  );
  const list =
    rows.length === 0
      ? html`<p>There is no course for you here.</p>`
      : html`<ul>
          ${rows}
        </ul>`;
  return pageAnswer(frameOf('My courses', session), list);
}

/** A course with its sections, assignments and files; undefined if it is not open to whoever asks. */
export function coursePage(site: PracticeSite, session: Session, courseId: number): Answer | undefined {
  const course = openCourses(site, session).find(({ id }) => id === courseId);
  const sections = courseContentsSchema.safeParse(site.contents(courseId)).data;
  if (course === undefined || sections === undefined) return undefined;
  const body = sections.map(
    (section) =>
      html`<section>
        <h2>${new Markup(sectionSchema.parse(section).name)}</h2>
        <ul>
          ${section.modules.map(({ id, name, modname, contents = [] }) =>
            modname === 'assign'
              ? html`<li><a href="/mod/assign/view.php?id=${id}">${new Markup(name)}</a></li>`
              : html`<li>${new Markup(name)}${fileLinks(contents)}</li>`,
          )}
        </ul>
      </section>`,
  );
  return pageAnswer(frameOf(plain(course.fullname), session), html`${body}`);
}

/** Links to files as Moodle's pages have them: into a new tab. Nothing for what is no file of the site. */
function fileLinks(contents: readonly unknown[]): Markup {
  const links = contents.flatMap((content) => {
    const { data } = contentSchema.safeParse(content);
    const path = data === undefined ? undefined : findFilePath(data.fileurl);
    if (data === undefined || path === undefined) return [];
    return [html` <a href="${pathOf(path)}" target="_blank">${data.filename}</a>`];
  });
  return html`${links}`;
}

/** The address of a file for a browser that is signed in. */
export function pathOf(path: string): string {
  return `/pluginfile.php/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function openCourses(site: PracticeSite, { account }: Session): z.output<typeof courseSchema>[] {
  if (account.userId !== mainLearner.userId) return [];
  return userCoursesSchema
    .parse(site.userCourses)
    .filter(({ id }) => !site.closedCourses.has(id))
    .map((course) => courseSchema.parse(course));
}

/** The names that Moodle hands out are HTML; a title shows them as text. */
export function plain(name: string): string {
  return name
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
