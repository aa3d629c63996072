import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import type { RawAnswer } from '../../source.ts';
import type { FileTree, TreeFile } from '../file-tree.ts';
import {
  readExportData,
  type ActivityData,
  type CommentData,
  type ExportData,
  type GradebookLine,
  type GradeData,
  type SubmissionData,
} from './export-data.ts';

/** Something that a JSON file says, with the file as it stands. */
interface Said<Data> {
  readonly data: Data;
  readonly raw: RawAnswer;
}

export interface ExportedAttempt {
  /** Counted from 1, as exports do. */
  readonly number: number;
  submission?: Said<SubmissionData>;
  grade?: Said<GradeData>;
  text?: Said<string>;
  comment?: Said<string>;
  comments?: Said<readonly CommentData[]>;
  readonly files: { readonly file: TreeFile; readonly area: string }[];
}

export interface ExportedAssignment {
  /** Moodle's number of the context, as in the name of its folder. */
  readonly context: string;
  readonly folder: string;
  /** The name of the folder above: the course, with a word for 'course' in the learner's language. */
  readonly course: { readonly context: string; readonly title: string } | undefined;
  activity?: Said<ActivityData>;
  readonly briefFiles: TreeFile[];
  /** By number. */
  readonly attempts: ExportedAttempt[];
}

export interface ExportedGrades {
  readonly context: string;
  readonly title: string;
  readonly lines: Said<readonly GradebookLine[]>;
}

export interface PrivacyExport {
  readonly assignments: readonly ExportedAssignment[];
  readonly gradebooks: readonly ExportedGrades[];
  /** Files that became part of the above. */
  readonly understood: ReadonlySet<TreeFile>;
}

/** JSON files that are read at most, and their bytes, each and together; what is beyond is kept as it is and not understood. */
const limits = { files: 20_000, each: 4_194_304, together: 67_108_864 };

/** `Essay _.40`: the folder of a context, named by its label and its number. */
export function contextOfFolder(name: string): { title: string; context: string } | undefined {
  const [, title = '', context] = /^(.*?) ?_\.(\d{1,18})$/s.exec(name) ?? [];
  return context === undefined ? undefined : { title: title.trim(), context };
}

/** Reads what is known of an export; what cannot be read is left to be kept as it is. Throws `internal.cancelled`. */
export async function readExport(tree: FileTree, signal: AbortSignal): Promise<PrivacyExport> {
  const found = await readJson(tree, signal);
  const assignments = new Map<string, ExportedAssignment>();
  const attempts = new Map<string, ExportedAttempt>();
  const understood = new Set<TreeFile>();
  const gradebooks: ExportedGrades[] = [];
  // Attempts first: they say which folders belong to an attempt, and which activity is an assignment.
  for (const [file, { data, raw }] of found) {
    if (data.is !== 'submission' && data.is !== 'grade') continue;
    // <context>/<attempt>/<label>/data.json; other places hold what others handed in, to somebody who marks.
    const folder = parentOf(parentOf(file.path));
    const of = parentOf(folder);
    const context = contextOfFolder(lastOf(of));
    if (context === undefined) continue;
    const assignment = assignments.get(of) ?? newAssignment(of, context.context);
    assignments.set(of, assignment);
    const attempt = attempts.get(folder) ?? { number: data.data.attemptnumber, files: [] };
    if (!attempts.has(folder)) assignment.attempts.push(attempt);
    attempts.set(folder, attempt);
    if (data.is === 'submission') attempt.submission = { data: data.data, raw };
    else attempt.grade = { data: data.data, raw };
    understood.add(file);
  }
  for (const [file, { data, raw }] of found) {
    const folder = parentOf(file.path);
    const attempt = attempts.get(parentOf(folder));
    if (data.is === 'activity') {
      const assignment = assignments.get(folder);
      if (assignment === undefined || file.name !== 'data.json') continue;
      assignment.activity = { data: data.data, raw };
    } else if (data.is === 'gradebook') {
      const context = contextOfFolder(lastOf(parentOf(folder)));
      if (context === undefined || file.name !== 'data.json') continue;
      gradebooks.push({ ...context, lines: { data: data.lines, raw } });
    } else if (attempt === undefined) continue;
    else if (data.is === 'online-text') attempt.text = { data: data.text, raw };
    else if (data.is === 'feedback-comment') attempt.comment = { data: data.text, raw };
    else if (data.is === 'comments') attempt.comments = { data: data.comments, raw };
    understood.add(file);
  }
  for (const file of tree.files) placeFile(file, assignments, attempts, understood);
  for (const { attempts: of } of assignments.values()) of.sort((a, b) => a.number - b.number);
  return { assignments: [...assignments.values()], gradebooks, understood };
}

async function readJson(
  tree: FileTree,
  signal: AbortSignal,
): Promise<Map<TreeFile, { data: ExportData; raw: RawAnswer }>> {
  const found = new Map<TreeFile, { data: ExportData; raw: RawAnswer }>();
  let room = limits.together;
  for (const file of tree.files.filter(isData).slice(0, limits.files)) {
    throwIfCancelled(signal);
    if (file.size > Math.min(limits.each, room)) continue;
    try {
      const bytes = await file.read(limits.each);
      const data = readExportData(bytes);
      if (data === undefined) continue;
      room -= bytes.length;
      found.set(file, { data, raw: { bytes, mediaType: 'application/json', removed: [] } });
    } catch (thrown) {
      // Whoever takes the file will say what is wrong with it.
      if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
    }
  }
  return found;
}

/** Data lies below a context and is no file that the learner or a marker put there. */
export function isData({ path, name }: TreeFile): boolean {
  const folders = path.split('/').slice(0, -1);
  return (
    name.endsWith('.json') &&
    !folders.includes('_files') &&
    folders.some((folder) => contextOfFolder(folder) !== undefined)
  );
}

/** `<folder>/_files/<area>/_<number>/…`: the area is a word of Moodle's own, in every language. */
function placeFile(
  file: TreeFile,
  assignments: ReadonlyMap<string, ExportedAssignment>,
  attempts: ReadonlyMap<string, ExportedAttempt>,
  understood: Set<TreeFile>,
): void {
  const at = file.path.indexOf('/_files/');
  if (at < 0) return;
  const folder = file.path.slice(0, at);
  const area = file.path.slice(at + '/_files/'.length).split('/')[0] ?? '';
  const attempt = attempts.get(parentOf(folder));
  const assignment = assignments.get(folder);
  if (attempt !== undefined) attempt.files.push({ file, area });
  else if (assignment !== undefined && area === 'intro') assignment.briefFiles.push(file);
  else return;
  understood.add(file);
}

function newAssignment(folder: string, context: string): ExportedAssignment {
  const course = contextOfFolder(lastOf(parentOf(folder)));
  return { context, folder, course, briefFiles: [], attempts: [] };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
