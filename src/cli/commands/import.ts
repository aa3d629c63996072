import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import {
  importGiven,
  importSeveral,
  previewImport,
  previewSeveral,
  type ImportOptions,
  type ImportPreview,
  type ImportReport,
  type RefusedImport,
} from '../../vault/import-given.ts';
import { issuerNetwork } from '../../vault/issuer-network.ts';
import type { OpenVault, WritableVault } from '../../vault/vault-context.ts';
import type { Registration } from '../command.ts';
import { eachOf } from '../options.ts';
import { keepParity } from '../keep-parity.ts';
import { keepSearchable } from '../keep-searchable.ts';
import { foundLines, importLines, previewLines, refusedLines } from '../format/import-lines.ts';

const optionsSchema = z.object({
  dryRun: z.boolean().default(false),
  preset: z.string().exactOptional(),
  column: z.array(z.string()).default([]),
  offline: z.boolean().default(false),
});

type Choices = NonNullable<ImportOptions['choices']>;

/** `import FILE…`: `{imports}`; `import --dry-run FILE…`: `{previews}`. */
export const registerImport: Registration = (program, run) => {
  program
    .command('import')
    .description('take in an export of a portal, a table, mail, credentials, a zip or a folder')
    .argument('<file...>', 'files and folders')
    .option('--dry-run', 'say what would be kept, and keep nothing')
    .option('--preset <name>', 'for a table: what kind of table it is')
    .option('--column <title=meaning>', 'for a table: what a column means; may be given again', eachOf, [])
    .option('--offline', 'ask nobody: no keys are fetched, so signatures may stay unchecked')
    .action(
      run(async (context, words, options) => {
        const { dryRun, preset, column, offline } = optionsSchema.parse(options);
        const choices = choicesOf(preset, column);
        const paths = words.map((path) => context.path(path));
        const shared: ImportOptions = {
          signal: context.signal,
          ...(choices === undefined ? {} : { choices }),
          onProgress: (step) => {
            context.progress.show(dryRun ? 'Looking' : 'Keeping', step);
          },
          onFound: (found) => {
            for (const line of foundLines(found)) context.output.say(line);
          },
        };
        if (dryRun) {
          await context.reading(async (vault) => {
            const found = await asking(vault, offline, (issuers) =>
              previewAll(vault, paths, { ...shared, ...issuers }),
            );
            const previews = found.map((each) => ('items' in each ? byName(each) : each));
            context.output.report({
              document: { previews },
              lines: previews.flatMap((each) => ('format' in each ? previewLines(each) : refusedLines(each))),
              exitCode: previews.some(isLacking) ? 1 : 0,
            });
          });
          return;
        }
        await context.writing(async (vault) => {
          const taken = await asking(vault, offline, (issuers) =>
            importAll(vault, paths, { ...shared, ...issuers }),
          );
          const imports = taken.map((each) => ('items' in each ? byName(each) : each));
          context.output.report({
            document: { imports },
            lines: imports.flatMap((each) => ('format' in each ? importLines(each) : refusedLines(each))),
            exitCode: imports.some(isLacking) ? 1 : 0,
          });
          await keepSearchable(context, vault);
          await keepParity(context, vault);
        });
      }),
    );
};

/** Gives a way to those who issued credentials, unless nobody is to be asked, and closes it in the end. */
async function asking<Result>(
  vault: OpenVault,
  offline: boolean,
  work: (ways: Pick<ImportOptions, 'issuers' | 'offline'>) => Promise<Result>,
): Promise<Result> {
  if (offline) return work({ offline });
  const issuers = issuerNetwork(vault);
  try {
    return await work({ issuers });
  } finally {
    issuers.close();
  }
}

/** Several files are read at once and end in no order: a preview and what came of it are to be compared line by line. */
function byName<Report extends ImportReport | ImportPreview>(report: Report): Report {
  const keyOf = ({ name, id }: Report['items'][number]): string => `${name}\0${id}`;
  return { ...report, items: report.items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** One alone that cannot be taken ends the command with its own code; of several, the others go on. */
async function importAll(
  vault: WritableVault,
  paths: readonly string[],
  options: ImportOptions,
): Promise<readonly (ImportReport | RefusedImport)[]> {
  const [only, another] = paths;
  if (only !== undefined && another === undefined) return [await importGiven(vault, only, options)];
  return importSeveral(vault, paths, options);
}

async function previewAll(
  vault: OpenVault,
  paths: readonly string[],
  options: ImportOptions,
): Promise<readonly (ImportPreview | RefusedImport)[]> {
  const [only, another] = paths;
  if (only !== undefined && another === undefined) return [await previewImport(vault, only, options)];
  return previewSeveral(vault, paths, options);
}

function isLacking(result: ImportReport | ImportPreview | RefusedImport): boolean {
  return !('failed' in result) || result.failed > 0;
}

/** Throws `input.usage` for a column without `=`. */
function choicesOf(preset: string | undefined, columns: readonly string[]): Choices | undefined {
  if (preset === undefined && columns.length === 0) return undefined;
  const meanings = columns.map((column): [string, string | null] => {
    // A title may hold `=`; a meaning never does.
    const at = column.lastIndexOf('=');
    if (at < 0) throw new VaultError('input.usage', { problem: 'a column is given as "Title=meaning"' });
    const meaning = column.slice(at + 1).trim();
    return [column.slice(0, at), meaning === '' ? null : meaning];
  });
  return {
    ...(preset === undefined ? {} : { preset }),
    ...(meanings.length === 0 ? {} : { columns: Object.fromEntries(meanings) }),
  };
}
