import { plainText } from '../../evidence/values/plain-text.ts';
import type { CourseModule, ModuleContent } from './course-answers.ts';
import type { ContentsOfCourse } from './course-contents.ts';
import { escapeHtml, inertHtml } from '../html/inert-html.ts';
import { keys } from './keys.ts';
import { keepMadePage } from './made-page.ts';
import type { PageImages } from './page-images.ts';
import type { Pull } from './pull.ts';
import type { UserCourse } from './site-answers.ts';
import { snapshotHash } from './snapshot-hash.ts';

/** Activities that are items of their own: what they are called and say is told there, so that no change is told twice. */
const ownItems: ReadonlySet<string> = new Set(['assign', 'quiz', 'forum']);

/**
 * Keeps a course's own page as one that stands for itself: what its sections say (often a unit's learning outcomes), its labels, and
 * which readings, files and links it offers. Links stay addresses: what lies behind them is not the site's and is not fetched.
 */
export async function keepCoursePage(
  pull: Pull,
  course: UserCourse,
  { sections, answered }: ContentsOfCourse,
): Promise<void> {
  const title = plainText(course.fullname);
  const listed = sections.map(({ name, summary, modules }) => ({
    name: plainText(name ?? ''),
    summary: summary ?? '',
    modules: modules.filter(({ modname }) => !ownItems.has(modname)).map(asListed),
  }));
  const summary = course.summary ?? '';
  await keepMadePage(pull, {
    key: keys.coursePage(course.id),
    title,
    pieces: [
      summary,
      ...listed.flatMap((section) => [
        section.summary,
        ...section.modules.map(({ description }) => description),
      ]),
    ],
    body: (images) =>
      [
        `<h1>${escapeHtml(title)}</h1>`,
        inertHtml(summary, images.at),
        ...listed.map((section) => sectionOf(section, images)),
      ].join('\n'),
    madeOf: snapshotHash(title, summary, listed),
    belongs: { ids: { courseid: course.id }, partOf: pull.idOf(keys.course(course.id)) },
    answered,
  });
}

interface ListedModule {
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  readonly holds: readonly string[];
}

function asListed({ modname, name, description, contents }: CourseModule): ListedModule {
  return {
    kind: modname,
    name: plainText(name ?? ''),
    description: description ?? '',
    holds: (contents ?? []).flatMap(wordsFor),
  };
}

function wordsFor({ type, filename, filepath, fileurl }: ModuleContent): string[] {
  if (type === 'url') return fileurl === undefined ? [] : [fileurl];
  if (type !== 'file' || filename === undefined) return [];
  return [`${(filepath ?? '/').replace(/^\//, '')}${filename}`];
}

function sectionOf(
  {
    name,
    summary,
    modules,
  }: { readonly name: string; readonly summary: string; readonly modules: readonly ListedModule[] },
  images: PageImages,
): string {
  const rows = modules.map(({ kind, name: called, description, holds }) => {
    const held = holds.map((words) => `<li>${escapeHtml(words)}</li>`).join('');
    const label = kind === 'label' ? '' : `${escapeHtml(called)} (${escapeHtml(kind)})`;
    return `<li>${label}${inertHtml(description, images.at)}${held === '' ? '' : `<ul>${held}</ul>`}</li>`;
  });
  return [
    `<section><h2>${escapeHtml(name)}</h2>`,
    inertHtml(summary, images.at),
    rows.length === 0 ? '' : `<ul>${rows.join('\n')}</ul>`,
    '</section>',
  ].join('\n');
}
