/** The names under which a Moodle site's items are remembered. They hold the site's own numbers and never change. */
export const keys = {
  course: (course: number) => `course/${course}`,
  gradeItems: (course: number) => `course/${course}/grade-item/`,
  gradeItem: (course: number, item: number) => `course/${course}/grade-item/${item}`,
  gradeItemFeedback: (course: number, item: number) => `course/${course}/grade-item/${item}/feedback`,
  coursePage: (course: number) => `course/${course}/page`,
  modules: (course: number) => `course/${course}/module/`,
  module: (course: number, module: number) => `course/${course}/module/${module}`,
  completion: (course: number) => `course/${course}/completion`,
  competencies: (course: number) => `course/${course}/competency/`,
  competency: (course: number, competency: number) => `course/${course}/competency/${competency}`,
  assignment: (assignment: number) => `assignment/${assignment}`,
  attempts: (assignment: number) => `assignment/${assignment}/attempt/`,
  attempt: (assignment: number, attempt: number) => `assignment/${assignment}/attempt/${attempt}`,
  quiz: (quiz: number) => `quiz/${quiz}`,
  quizAttempts: (quiz: number) => `quiz/${quiz}/attempt/`,
  /** By the attempt's own id: after one was deleted its number is given out again. */
  quizAttempt: (quiz: number, attempt: number) => `quiz/${quiz}/attempt/${attempt}`,
  forumPosts: (forum: number) => `forum/${forum}/post/`,
  forumPost: (forum: number, post: number) => `forum/${forum}/post/${post}`,
  plan: (plan: number) => `plan/${plan}`,
  priorLearning: (evidence: number) => `prior-learning/${evidence}`,
} as const;

/** Where a file lies within its area: `photos/IMG_0001.png`. Names repeat in subfolders, so both parts count. */
export function placeOf(file: { readonly filepath: string; readonly filename: string }): string {
  return `${file.filepath.replace(/^\//, '')}${file.filename}`;
}

/** The number in `course/12`, `assignment/12` or `quiz/12`; undefined for keys of their parts. */
export function numberOf(key: string): number | undefined {
  const found = /^(?:course|assignment|quiz)\/(\d+)$/.exec(key)?.[1];
  return found === undefined ? undefined : Number(found);
}
