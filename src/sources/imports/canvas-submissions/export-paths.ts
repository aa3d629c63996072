/** Where a file lies in the learner's own download of everything that they handed in. */
export interface ExportPath {
  readonly course: string;
  readonly assignment: string;
  /** The rest of the path: a name, which may hold slashes if a title did. */
  readonly name: string;
  /** For a text or an address: the number of the version, which is not that of the attempt. */
  readonly written: { readonly kind: 'text' | 'link'; readonly version: number } | undefined;
}

/** Name of the folder that everything lies in, and of the zip file: the day of the download. */
const rootName = /^\d{4}-\d{2}-\d{2} data export(?: ?\(\d+\))?$/;

export function isExportRoot(name: string): boolean {
  return rootName.test(name);
}

/**
 * Reads a path below that folder: `Course/Assignment/essay.pdf`, `Course/Assignment/submission_text_2.html`. Undefined for any other.
 *
 * Structure: `UserDataExporter` and `SubmissionExporter` of Canvas (github.com/instructure/canvas-lms, app/models/exporters): a folder
 * for each course, in it one for each assignment, in it the files of all versions under the names that the learner gave them.
 */
export function parseExportPath(path: string): ExportPath | undefined {
  const [course = '', assignment = '', ...rest] = path.split('/');
  const name = rest.join('/');
  if (course === '' || assignment === '' || name === '') return undefined;
  const [, kind, version] = /^submission_(text|link)_(\d{1,6})\.html$/.exec(name) ?? [];
  const written =
    kind === 'text' || kind === 'link' ? ({ kind, version: Number(version) } as const) : undefined;
  return { course, assignment, name, written };
}
