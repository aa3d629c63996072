/** The names under which a Canvas's items are remembered. They hold the site's own ids and never change. */
export const keys = {
  course: (course: string) => `course/${course}`,
  assignment: (assignment: string) => `assignment/${assignment}`,
  brief: (assignment: string) => `assignment/${assignment}/brief`,
  attempts: (assignment: string) => `assignment/${assignment}/attempt/`,
  attempt: (assignment: string, attempt: number) => `assignment/${assignment}/attempt/${attempt}`,
  /** What was graded or excused without anything handed in. */
  gradeAlone: (assignment: string) => `assignment/${assignment}/grade`,
  comments: (assignment: string) => `assignment/${assignment}/comment/`,
  comment: (assignment: string, comment: string) => `assignment/${assignment}/comment/${comment}`,
  entries: (assignment: string) => `assignment/${assignment}/entry/`,
  entry: (assignment: string, entry: string) => `assignment/${assignment}/entry/${entry}`,
} as const;

/** The id in `course/12` or `assignment/12`; undefined for keys of their parts. */
export function idIn(key: string): string | undefined {
  return /^(?:course|assignment)\/([^/]+)$/.exec(key)?.[1];
}
