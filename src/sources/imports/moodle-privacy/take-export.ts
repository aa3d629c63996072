import { utf8 } from '../../../base/bytes.ts';
import { asJson } from '../../../base/as-json.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import type { RecordKind } from '../../../evidence/record-kinds.ts';
import { inertHtml, inertPage } from '../../html/inert-html.ts';
import type { Observation, PullResult, RawAnswer, Sink } from '../../source.ts';
import { archiveKey, takeArchive } from '../archive/archive-import.ts';
import { embedImages } from '../embed-images.ts';
import type { FileTree, TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import { takeItems, type ItemTaker } from '../take-items.ts';
import { failRefused, takeTreeFile } from '../tree-document.ts';
import {
  assignmentRecord,
  attemptRecord,
  commentRecord,
  feedbackRecord,
  gradebookFeedback,
  gradebookRecord,
  gradeRecord,
  roleOfArea,
  submissionRecord,
  type AttemptPlace,
} from './privacy-records.ts';
import type { ExportedAssignment, ExportedAttempt, ExportedGrades, PrivacyExport } from './read-export.ts';

export interface ExportParts {
  readonly given: Given;
  readonly tree: FileTree;
  readonly exported: PrivacyExport;
  readonly provenance: () => Provenance;
}

/** Takes an export: the whole, each assignment with its attempts, the grades of each course, and every other file as it is. */
export async function takeExport(parts: ExportParts, sink: Sink, signal: AbortSignal): Promise<PullResult> {
  const { given, tree, exported, provenance } = parts;
  const isArchive = given.kind === 'file';
  const part: JsonObject = isArchive ? { partOf: sink.idOf(archiveKey) } : {};
  return takeItems({ sink, signal }, async (taker) => {
    if (isArchive) await taker.take(given.name, given.size, () => takeArchive(given, provenance(), sink));
    const taking = new Taking(parts, sink, taker);
    for (const assignment of exported.assignments) await taking.assignment(assignment);
    for (const gradebook of exported.gradebooks) await taking.gradebook(gradebook);
    for (const file of tree.files) {
      if (exported.understood.has(file) || (isArchive && isViewer(file, tree))) continue;
      await taker.take(file.name, file.size, () =>
        takeTreeFile(sink, file, { key: keyOfFile(file), provenance: provenance(), record: part }),
      );
    }
    for (const entry of tree.refused)
      await taker.take(entry.name, 0, () => failRefused(sink, entry, `file:${entry.key}`));
  });
}

/**
 * What Moodle puts in so that an export can be looked at in a browser: scripts, pictures, and each piece of data a second time as a script.
 * It stays in the archive, which is kept whole.
 */
export function isViewer({ path }: TreeFile, tree: FileTree): boolean {
  if (/^(?:js|pix)\/|^(?:moodle|general)\.css$/.test(path)) return true;
  return path.endsWith('.js') && tree.find(`${path}on`) !== undefined;
}

const keyOfFile = (file: TreeFile): string => `file:${file.key}`;
/** All attempts in an export are the learner's own. */
const account = 'own';

class Taking {
  readonly #parts: ExportParts;
  readonly #sink: Sink;
  readonly #taker: ItemTaker;

  constructor(parts: ExportParts, sink: Sink, taker: ItemTaker) {
    this.#parts = parts;
    this.#sink = sink;
    this.#taker = taker;
  }

  async assignment(exported: ExportedAssignment): Promise<void> {
    const key = `assignment:${exported.context}`;
    const assignment = this.#sink.idOf(key);
    const briefItems = exported.briefFiles.map((file) => this.#sink.idOf(keyOfFile(file)));
    const record = assignmentRecord(exported, briefItems);
    await this.#take(key, 'assignment', record.title, record, [exported.activity?.raw]);
    for (const file of exported.briefFiles) await this.#file(file, { role: 'brief', record: { assignment } });
    for (const attempt of exported.attempts) await this.#attempt(exported, assignment, record.title, attempt);
  }

  async gradebook({ context, title, lines }: ExportedGrades): Promise<void> {
    const seen = new Map<string, number>();
    for (const line of lines.data) {
      const name = line.item ?? title;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      const key = `${context}:${name}${times === 1 ? '' : ` #${String(times)}`}`;
      await this.#take(`grade:${key}`, 'grade', name, gradebookRecord(title, line), [lines.raw]);
      const feedback = gradebookFeedback(line);
      if (feedback !== undefined)
        await this.#take(`feedback:${key}`, 'feedback', name, feedback, [lines.raw]);
    }
  }

  async #attempt(
    { context }: ExportedAssignment,
    assignment: string,
    title: string,
    exported: ExportedAttempt,
  ): Promise<void> {
    const sink = this.#sink;
    const of = `${context}:${String(exported.number)}`;
    const place: AttemptPlace = { assignment, attempt: sink.idOf(`attempt:${of}`) };
    const { submission, grade, text, comment, comments, files } = exported;
    // In the order of their numbers: the vault counts them as they come.
    await this.#take(
      `attempt:${of}`,
      'attempt',
      title,
      attemptRecord(assignment, exported),
      [submission?.raw],
      {
        chain: { account, assignment: context },
      },
    );
    const feedbackFiles = files.filter(({ area }) => isOfFeedback(area));
    const workFiles = files.filter(({ area }) => !isOfFeedback(area));
    const work = [
      ...(text === undefined ? [] : [sink.idOf(`text:${of}`)]),
      ...workFiles.map(({ file }) => sink.idOf(keyOfFile(file))),
    ];
    await this.#take(`submission:${of}`, 'submission', title, submissionRecord(place, exported, work), [
      submission?.raw,
    ]);
    if (text !== undefined) await this.#onlineText(`text:${of}`, title, text.data, place, text.raw, files);
    if (comment !== undefined || feedbackFiles.length > 0) {
      const items = feedbackFiles.map(({ file }) => sink.idOf(keyOfFile(file)));
      const record = feedbackRecord(place, exported, items);
      await this.#take(`feedback:${of}`, 'feedback', title, record, [comment?.raw, grade?.raw]);
    }
    const graded = gradeRecord(place, exported);
    if (graded !== undefined) await this.#take(`grade:${of}`, 'grade', title, graded, [grade?.raw]);
    for (const [index, said] of (comments?.data ?? []).entries())
      await this.#take(`comment:${of}:${String(index + 1)}`, 'message', title, commentRecord(place, said), [
        comments?.raw,
      ]);
    for (const { file, area } of files) {
      const role = roleOfArea(area);
      const partOf = sink.idOf(`${isOfFeedback(area) ? 'feedback' : 'submission'}:${of}`);
      await this.#file(file, {
        ...(role === undefined ? {} : { role }),
        record: { ...place, partOf },
      });
    }
  }

  /** Text that was typed in, as a page that loads nothing; what was said, letter for letter, is in the raw answer beside it. */
  async #onlineText(
    key: string,
    title: string,
    text: string,
    place: AttemptPlace,
    raw: RawAnswer,
    files: ExportedAttempt['files'],
  ): Promise<void> {
    const images = await embedImages([text], (address) => fileOf(address, files));
    const page = inertPage(title, inertHtml(text, images));
    const name = `${title}.html`;
    const record = { name, role: 'online-text', mediaTypeClaimed: 'text/html', ...place };
    await this.#take(key, 'document', name, record, [raw], {
      content: { bytes: utf8(page.toWellFormed()) },
      mediaType: 'text/html',
    });
  }

  async #file(
    file: TreeFile,
    document: Pick<Parameters<typeof takeTreeFile>[2], 'role' | 'record'>,
  ): Promise<void> {
    await this.#taker.take(file.name, file.size, () =>
      takeTreeFile(this.#sink, file, {
        key: keyOfFile(file),
        provenance: this.#parts.provenance(),
        ...document,
      }),
    );
  }

  async #take(
    key: string,
    recordKind: RecordKind,
    name: string,
    record: object,
    raw: readonly (RawAnswer | undefined)[],
    more: Partial<Observation> = {},
  ): Promise<void> {
    const json = asJson(record);
    if (!isJsonObject(json)) return;
    const known = raw.filter((answer) => answer !== undefined);
    const size = known.reduce((sum, { bytes }) => sum + bytes.length, 0);
    await this.#taker.take(name, size, () =>
      this.#sink.take({
        key,
        recordKind,
        name,
        record: json,
        provenance: this.#parts.provenance(),
        ...(known.length === 0 ? {} : { raw: known }),
        ...more,
      }),
    );
  }
}

/** The file of an attempt that a text shows: Moodle writes its whole path in the export into the text. */
function fileOf(address: string, files: ExportedAttempt['files']): TreeFile | undefined {
  const path = decoded(address).replace(/^\.?\//, '');
  return files.find(({ file }) => path.endsWith(file.path) || file.path.endsWith(`/${path}`))?.file;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isOfFeedback(area: string): boolean {
  const role = roleOfArea(area);
  return role === 'feedback-file' || role === 'annotated-copy';
}
