import { parseUtf8 } from '../../../base/bytes.ts';
import { throwIfCancelled } from '../../../base/errors.ts';
import { plainText } from '../../../evidence/values/plain-text.ts';
import type { FileTree, TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import type { ImportContext, ImportFormat, RecognisedImport } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import { parseBulkName, type BulkName } from './bulk-names.ts';
import { isExportRoot, parseExportPath, type ExportPath } from './export-paths.ts';
import type { Placed } from './placed.ts';
import { takeBulk, takeExport } from './take-submissions.ts';

const format = 'canvas-submissions';

/**
 * The two downloads of submissions that Canvas makes: an assessor's, of one assignment (a flat zip), and the learner's own, of
 * everything they ever handed in (Account, Settings, Download Submissions). Neither holds marks, comments or the number of an attempt.
 */
export const canvasSubmissionsImport: ImportFormat = {
  format,
  recognise: async (given, context, signal) => {
    if (given.tree === undefined) return undefined;
    const files = given.tree.files.filter(({ path }) => !isLeftBySystem(path));
    if (files.length === 0) return undefined;
    throwIfCancelled(signal);
    return recogniseExport(given, given.tree, files, context) ?? (await recogniseBulk(given, files, context));
  },
};

function isLeftBySystem(path: string): boolean {
  return path.startsWith('__MACOSX/') || /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(path);
}

function recogniseExport(
  given: Given,
  tree: FileTree,
  files: readonly TreeFile[],
  context: ImportContext,
): RecognisedImport | undefined {
  const [first] = files;
  const root = first?.path.split('/')[0] ?? '';
  const rooted = isExportRoot(root) && files.every(({ path }) => path.startsWith(`${root}/`));
  // Unpacked by hand, the folder that was given may be that root itself.
  if (!rooted && !(given.kind === 'folder' && isExportRoot(given.name))) return undefined;
  const placed: Placed<ExportPath>[] = [];
  for (const file of files) {
    const place = parseExportPath(rooted ? file.path.slice(root.length + 1) : file.path);
    if (place === undefined) return undefined;
    placed.push({ file, place });
  }
  const provenance = importProvenance(given, context);
  return {
    format,
    title: 'Your submissions from Canvas',
    // It says neither whose it is nor from where; one learner hands over their own.
    origin: { key: 'canvas-data-export', name: 'Submissions from Canvas' },
    notices: [],
    source: importSource({
      name: given.name,
      address: given.path,
      pull: (_previous, sink, signal) => takeExport({ given, tree, placed, provenance, sink, signal }),
    }),
  };
}

async function recogniseBulk(
  given: Given,
  files: readonly TreeFile[],
  context: ImportContext,
): Promise<RecognisedImport | undefined> {
  const { tree } = given;
  const placed: Placed<BulkName>[] = [];
  for (const file of files) {
    const place = file.path.includes('/') ? undefined : parseBulkName(file.name);
    if (place === undefined || tree === undefined) return undefined;
    placed.push({ file, place });
  }
  if (tree === undefined) return undefined;
  const title = (await titleInside(placed)) ?? titleOfName(given.name);
  const people = new Set(placed.map(({ place }) => place.user));
  const provenance = importProvenance(given, context);
  return {
    format,
    title: 'Submissions to an assignment, from Canvas',
    origin: {
      key: `canvas-assignment:${title ?? ''}`,
      name: title === undefined ? 'Submissions from Canvas' : `${title} (Canvas)`,
    },
    notices: people.size > 1 ? ['several-people-in-zip'] : [],
    source: importSource({
      name: given.name,
      address: given.path,
      pull: (_previous, sink, signal) => takeBulk({ given, tree, placed, title, provenance, sink, signal }),
    }),
  };
}

/** A text that was handed in says in its title what it was handed in for: `Title: Name`. */
async function titleInside(placed: readonly Placed<BulkName>[]): Promise<string | undefined> {
  const written = placed.find(({ place }) => place.part.kind !== 'file');
  if (written === undefined) return undefined;
  const said = /<title>([^<]{1,2000})<\/title>/i.exec(textOf(await written.file.head()))?.[1];
  if (said === undefined) return undefined;
  const title = plainText(said)
    .replace(/: [^:]*$/, '')
    .trim();
  return title === '' ? undefined : title;
}

function textOf(head: Uint8Array): string {
  try {
    return parseUtf8(head);
  } catch {
    return Buffer.from(head).toString('latin1');
  }
}

/** Of a name such as `el3-unit_1_submissions.zip`; undefined for one that says nothing. */
function titleOfName(name: string): string | undefined {
  const stem = name
    .toWellFormed()
    .replace(/\.zip$/i, '')
    .replace(/(?: ?\(\d{1,3}\)| - Copy)+$/i, '');
  const title = stem
    .replace(/[_ -]*submissions?$/i, '')
    .replaceAll('_', ' ')
    .trim();
  return title === '' ? undefined : title;
}
