/** The names under which a Moodle site's items are remembered. They hold the site's own numbers and never change. */
export const keys = {
  course: (course: number) => `course/${course}`,
  gradeItems: (course: number) => `course/${course}/grade-item/`,
  gradeItem: (course: number, item: number) => `course/${course}/grade-item/${item}`,
  gradeItemFeedback: (course: number, item: number) => `course/${course}/grade-item/${item}/feedback`,
  assignment: (assignment: number) => `assignment/${assignment}`,
  attempts: (assignment: number) => `assignment/${assignment}/attempt/`,
  attempt: (assignment: number, attempt: number) => `assignment/${assignment}/attempt/${attempt}`,
} as const;

/** Where a file lies within its area: `photos/IMG_0001.png`. Names repeat in subfolders, so both parts count. */
export function placeOf(file: { readonly filepath: string; readonly filename: string }): string {
  return `${file.filepath.replace(/^\//, '')}${file.filename}`;
}

/** The number in `course/12` or `assignment/12`; undefined for keys of their parts. */
export function numberOf(key: string): number | undefined {
  const found = /^(?:course|assignment)\/(\d+)$/.exec(key)?.[1];
  return found === undefined ? undefined : Number(found);
}
