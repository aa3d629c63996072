import { asVaultError, reportError } from '../../../src/base/errors.ts';
import type { importMethods } from '../../../src/contract/methods/import-methods.ts';
import type { ImportPreviewForPage } from '../../../src/contract/methods/import-shapes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import {
  importGiven,
  previewImport,
  recogniseGiven,
  type ImportPreview,
} from '../../../src/vault/import-given.ts';
import { issuerNetwork } from '../../../src/vault/issuer-network.ts';
import { importNoticeSentence } from '../../../src/vault/import-notices.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { reportForPage } from '../sync-report.ts';

/** Items that a preview names; the counts tell of all. */
const mostItems = 200;

type Wanted = Parameters<Handlers<typeof importMethods>['import.take']>[0]['files'];
type Refused = TaskResult<'import'>['refused'];

/** Files and folders that the learner hands over. */
export function importHandlers(engine: EngineContext): Handlers<typeof importMethods> {
  const vault = () => engine.session.vault();
  return {
    'import.recognise': async ({ files }, { signal }) => {
      const held = vault();
      const known: string[] = [];
      const plain: string[] = [];
      for (const file of files)
        ((await isKnown(engine.grants.path(file), (path) => recogniseGiven(held, path, { signal })))
          ? known
          : plain
        ).push(file);
      return { known, plain };
    },
    'import.preview': ({ files }) => {
      const held = vault();
      const task = engine.tasks.start({ kind: 'preview-import' }, async ({ signal, progress }) => {
        const issuers = issuerNetwork(held);
        const previews: ImportPreviewForPage[] = [];
        try {
          const refused = await eachOf(engine, files, async (path, { file, choices }) => {
            const preview = await previewImport(held, path, {
              signal,
              issuers,
              onProgress: progress,
              ...(choices === undefined ? {} : { choices }),
            });
            previews.push({
              ...previewForPage(file, preview),
              ...(choices === undefined ? {} : { choices }),
            });
          });
          return { previews, refused };
        } finally {
          issuers.close();
        }
      });
      return { task };
    },
    'import.take': ({ files }) => {
      const held = vault();
      const task = engine.tasks.start({ kind: 'import' }, ({ signal, progress }) =>
        engine.lanes.hold('adding', signal, async () => {
          const reports: TaskResult<'import'>['reports'] = [];
          const issuers = issuerNetwork(held);
          try {
            const refused = await eachOf(engine, files, async (path, { choices }) => {
              const report = await importGiven(held, path, {
                signal,
                issuers,
                onProgress: progress,
                onItem: () => {
                  engine.changes.note('items');
                },
                ...(choices === undefined ? {} : { choices }),
              });
              reports.push(reportForPage(report));
            });
            return { reports, refused };
          } finally {
            issuers.close();
            engine.changes.note('items', 'sources', 'status', 'alerts');
          }
        }),
      );
      return { task };
    },
  };
}

/** What is surely of some form but cannot be taken is shown as well: the learner is to hear why. */
async function isKnown(
  path: string,
  recognise: (path: string) => Promise<{ readonly plain: boolean }>,
): Promise<boolean> {
  try {
    return !(await recognise(path)).plain;
  } catch (thrown) {
    const { code } = asVaultError(thrown);
    if (code.startsWith('format.') || code === 'input.too-large') return true;
    if (code.startsWith('input.')) return false;
    throw thrown;
  }
}

/** One after the other. What cannot be taken at all is told in its place; what is wrong with the disk or with us is thrown. */
async function eachOf(
  { grants }: Pick<EngineContext, 'grants'>,
  files: Wanted,
  work: (path: string, wanted: Wanted[number]) => Promise<void>,
): Promise<Refused> {
  const refused: Refused = [];
  for (const wanted of files) {
    try {
      await work(grants.path(wanted.file), wanted);
    } catch (thrown) {
      const { code, details } = reportError(thrown);
      if (!code.startsWith('input.') && !code.startsWith('format.')) throw thrown;
      refused.push({ file: wanted.file, name: grants.label(wanted.file), error: { code, details } });
    }
  }
  return refused;
}

function previewForPage(file: string, preview: ImportPreview): ImportPreviewForPage {
  const { name, format, title, origin, notices, columns, source, bytes, kinds, items } = preview;
  const { captured, changed, unchanged, gone, failed } = preview;
  const told = items.filter(({ outcome }) => outcome !== 'unchanged');
  const byWeight = [
    ...told.filter(({ code }) => code !== undefined),
    ...told.filter(({ code }) => code === undefined),
  ];
  return {
    file,
    name,
    format,
    title,
    origin,
    notices: notices.map((code) => ({ code, sentence: importNoticeSentence(code) })),
    ...(columns === undefined
      ? {}
      : {
          columns: {
            ...(columns.preset === undefined ? {} : { preset: columns.preset }),
            rows: columns.rows,
            meanings: [...columns.meanings],
            columns: columns.columns.map(({ title: heading, means, examples }) => ({
              title: heading,
              ...(means === undefined ? {} : { means }),
              examples: [...examples],
            })),
          },
        }),
    ...(source === undefined ? {} : { source }),
    captured,
    changed,
    unchanged,
    gone,
    failed,
    bytes,
    kinds: kinds.map((kind) => ({ ...kind })),
    items: byWeight.slice(0, mostItems).map((item) => ({
      name: item.name,
      kind: item.kind,
      outcome: item.outcome,
      ...(item.code === undefined ? {} : { code: item.code }),
    })),
  };
}
