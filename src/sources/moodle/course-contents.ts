import { courseContentsSchema, type CourseModule, type CourseSections } from './course-answers.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import type { Answered } from './web-service.ts';

const contentsFunction = 'core_course_get_contents';

/** What a course's own page lists. */
export interface ContentsOfCourse {
  readonly sections: CourseSections;
  readonly answered: Answered;
}

/** The contents of the learner's courses, as far as the site gives them. */
export class CourseContents {
  readonly #byCourse: ReadonlyMap<number, ContentsOfCourse>;

  constructor(byCourse: ReadonlyMap<number, ContentsOfCourse>) {
    this.#byCourse = byCourse;
  }

  /** Undefined where the site refused them. */
  find(course: number): ContentsOfCourse | undefined {
    return this.#byCourse.get(course);
  }

  modules(course: number): CourseModule[] {
    return (this.find(course)?.sections ?? []).flatMap(({ modules }) => modules);
  }

  /** True if the course lists the activity and says that the learner may not open it: restricted ones are listed so (fact 9). */
  isShut(course: number, modname: string, instance: number): boolean {
    return this.modules(course).some(
      (module) =>
        module.modname === modname &&
        module.instance === instance &&
        module.uservisible !== undefined &&
        !isSet(module.uservisible),
    );
  }
}

/** Asks for the contents of courses. */
export async function readContents(pull: Pull, courses: readonly number[]): Promise<CourseContents> {
  const found = new Map<number, ContentsOfCourse>();
  if (courses.length > 0 && !pull.offers(contentsFunction)) {
    pull.lacks(contentsFunction);
    return new CourseContents(found);
  }
  const replies = await pull.callMany(
    courses.map((courseid) => ({ function: contentsFunction, arguments: { courseid } })),
  );
  for (const [index, course] of courses.entries()) {
    const contents = pull.read(replies[index], courseContentsSchema);
    if (contents !== undefined) found.set(course, { sections: contents.value, answered: contents.answered });
  }
  return new CourseContents(found);
}
