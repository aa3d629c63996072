import { plainText } from '../../evidence/values/plain-text.ts';
import type { CourseListing } from './courses.ts';
import type { CourseModule } from './course-answers.ts';
import type { CourseContents } from './course-contents.ts';
import { keepCoursePage } from './course-page.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { keys, placeOf } from './keys.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';

const moduleFunction = 'core_course_get_course_module';

/**
 * Keeps each course's page and the files that it offers: readings, templates, specifications, by which somebody can later see what the
 * work was measured against. Last of all, so that nothing of the learner's own waits for them.
 */
export async function keepMaterials(
  pull: Pull,
  { courses }: CourseListing,
  contents: CourseContents,
): Promise<void> {
  for (const course of courses) {
    const found = contents.find(course.id);
    if (found === undefined) {
      if (pull.findHere(keys.coursePage(course.id)) !== undefined)
        await pull.showsLess(keys.course(course.id), 'contents-not-shown');
      continue;
    }
    await keepCoursePage(pull, course, found);
    const modules = contents.modules(course.id);
    await keepFiles(
      pull,
      modules.flatMap((module) => filesOf(pull, course.id, module)),
    );
    await sweepModules(pull, course.id, modules);
  }
}

function filesOf(pull: Pull, course: number, { id, name, contents }: CourseModule): ListedFile[] {
  const partOf = pull.idOf(keys.coursePage(course));
  return (contents ?? []).flatMap((content): ListedFile[] => {
    const {
      type,
      filename,
      filepath = '/',
      filesize,
      fileurl,
      timemodified,
      mimetype,
      isexternalfile,
    } = content;
    if (type !== 'file' || filename === undefined || fileurl === undefined) return [];
    // What lies in somebody else's cloud is a link, and the page names it.
    if (isSet(isexternalfile)) return [];
    // Pages and chapters of books have no size and no type: Moodle makes them when they are asked for.
    const generated = filesize === 0 && mimetype === undefined;
    return [
      {
        key: `${keys.module(course, id)}/file/${placeOf({ filename, filepath })}`,
        role: 'file',
        file: {
          filename,
          filepath,
          filesize: generated ? undefined : filesize,
          fileurl,
          timemodified,
          mimetype: generated && /\.html?$/i.test(filename) ? 'text/html' : mimetype,
          isexternalfile,
        },
        belongs: { partOf },
        ...(generated ? { generated } : {}),
        ...(generated && filename === 'index.html' ? { title: `${plainText(name ?? '')}.html` } : {}),
      },
    ];
  });
}

/**
 * What a course's page does not offer any more. A file that is missing from a module which is there was taken out. A module that is
 * missing altogether is asked for by itself, since deleted and hidden look alike.
 */
async function sweepModules(pull: Pull, course: number, modules: readonly CourseModule[]): Promise<void> {
  const prefix = keys.modules(course);
  const listed = new Map(modules.map((module) => [module.id, module]));
  const missing = new Set<number>();
  await pull.sweep(prefix, ({ key }) => {
    const id = Number(key.slice(prefix.length).split('/')[0]);
    const module = listed.get(id);
    if (module === undefined) missing.add(id);
    else return isSet(module.uservisible ?? true) ? 'not-listed' : 'hidden';
    return undefined;
  });
  if (missing.size === 0) return;
  if (!pull.offers(moduleFunction)) return pull.showsLess(keys.course(course), 'contents-not-listed');
  const ids = [...missing];
  const replies = await pull.callMany(ids.map((cmid) => ({ function: moduleFunction, arguments: { cmid } })));
  for (const [index, id] of ids.entries()) {
    const reply = replies[index];
    if (reply === undefined || 'answered' in reply)
      await pull.showsLess(keys.course(course), 'contents-not-listed');
    // Not to be opened is said of what is hidden; everything else is said of what is not there.
    else
      await pull.sweep(`${keys.module(course, id)}/`, () =>
        shut.has(reply.refusal.errorcode) ? 'hidden' : 'deleted',
      );
  }
}

const shut: ReadonlySet<string> = new Set([
  'requireloginerror',
  'nopermissions',
  'nopermission',
  'accessexception',
  'errorcoursecontextnotvalid',
]);
