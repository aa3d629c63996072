import { z } from 'zod';

import { findFilePath } from '../listed-files.ts';
import type { PracticeSite } from '../practice-site.ts';
import type { Assignment } from '../documents.ts';

/** One file of an attempt or of its feedback. */
export interface WorkFile {
  readonly name: string;
  readonly type: string;
  readonly genre: 'submission' | 'feedback';
  readonly bytes: Buffer;
}

/** An attempt of the recorded learner that has a grade. */
export interface MarkedAttempt {
  readonly assignment: Pick<Assignment, 'id' | 'name' | 'grade'>;
  /** Counted from 1. */
  readonly attempt: number;
  /** What the learner is shown, as text. */
  readonly grade: string;
  /** Seconds since 1970. */
  readonly gradedAt: number;
  readonly files: readonly WorkFile[];
}

const filesSchema = z.array(z.looseObject({ filename: z.string(), fileurl: z.string() })).default([]);
const pluginSchema = z.looseObject({
  type: z.string(),
  fileareas: z.array(z.looseObject({ area: z.string(), files: filesSchema })).default([]),
  editorfields: z.array(z.looseObject({ name: z.string(), text: z.string() })).default([]),
});
type Plugin = z.output<typeof pluginSchema>;
const submissionSchema = z.looseObject({
  attemptnumber: z.number(),
  plugins: z.array(pluginSchema).default([]),
});
const markSchema = z.looseObject({ timemodified: z.number() }).optional();
const statusSchema = z.looseObject({
  lastattempt: z.looseObject({
    submission: submissionSchema.optional(),
    teamsubmission: submissionSchema.optional(),
  }),
  feedback: z
    .looseObject({
      gradefordisplay: z.string().nullish(),
      gradeddate: z.number().nullish(),
      grade: markSchema,
      plugins: z.array(pluginSchema).default([]),
    })
    .optional(),
});

/** The last attempts of the recorded learner that are marked, as the site shows them now. */
export function listMarkedAttempts(site: PracticeSite): MarkedAttempt[] {
  return site.assignmentCourses
    .filter(({ id }) => !site.closedCourses.has(id))
    .flatMap(({ assignments }) => assignments)
    .filter(({ id }) => !site.closedAssignments.has(id))
    .flatMap((assignment) => {
      const status = statusSchema.safeParse(site.status(assignment.id)).data;
      const { feedback, lastattempt } = status ?? {};
      const handedIn = lastattempt?.teamsubmission ?? lastattempt?.submission;
      const grade = asText(feedback?.gradefordisplay ?? '');
      const gradedAt = feedback?.gradeddate ?? feedback?.grade?.timemodified;
      if (handedIn === undefined || gradedAt === undefined || grade === '' || grade === '-') return [];
      return [
        {
          assignment,
          attempt: handedIn.attemptnumber + 1,
          grade,
          gradedAt,
          files: [
            ...filesOf(site, handedIn.plugins, 'submission'),
            ...filesOf(site, feedback?.plugins ?? [], 'feedback'),
          ],
        },
      ];
    });
}

/** Files that the site holds, and texts as files of HTML. Of an annotated PDF only the copy that is handed out. */
function filesOf(site: PracticeSite, plugins: readonly Plugin[], genre: WorkFile['genre']): WorkFile[] {
  return plugins.flatMap(({ type, fileareas, editorfields }) => {
    const texts = editorfields
      .filter(({ text }) => text.trim() !== '')
      .map(({ name, text }): WorkFile => {
        const page = `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>${name}</title>${text}</html>\n`;
        return { name: `${name}.html`, type: 'text/html', genre, bytes: Buffer.from(page) };
      });
    const listed = fileareas
      .filter(({ area }) => type !== 'editpdf' || area === 'download')
      .flatMap(({ files }) => files)
      .flatMap(({ filename, fileurl }): WorkFile[] => {
        const path = findFilePath(fileurl);
        const file = path === undefined ? undefined : site.shelf.find(path);
        return file === undefined
          ? []
          : [{ name: filename, type: file.type, genre, bytes: file.content().bytes }];
      });
    return [...texts, ...listed];
  });
}

/** A grade's HTML as the text that it shows. */
export function asText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
