import { relative, isAbsolute } from 'node:path';

import { encodeBase64, utf8 } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { titleOfKind } from '../../evidence/record-kinds.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { ItemRow, VersionRow } from '../../store/index/item-queries.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { wayOutFileName, type WayOut } from './layout.ts';
import { PlainContents, wholeContent } from './plain-contents.ts';
import { PlainFolder } from './plain-folder.ts';
import { indexCsv, indexHtml, type IndexLine } from './plain-index.ts';
import { ledgerLines, logsOf, type LedgerTold } from './plain-ledger.ts';

export interface ExportAllOptions {
  /** Absolute path of a folder that is empty or not there yet, in one that is there. */
  readonly out: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ExportAllReport {
  readonly out: string;
  readonly items: number;
  readonly versions: number;
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
  readonly missing: WayOut['missing'];
  readonly unreadable: WayOut['unreadable'];
}

const readme = `Everything from an Evidence Vault, as plain files.

These files are not locked: whoever has this folder can read them. Keep it safe, or delete it when you are done.

index.html      a list of everything; open it in a browser
index.csv       the same for a spreadsheet
files/          the files, by where they come from
answers/        what portals answered, as it came
records/        what is known of each item, as JSON
statements.json what you said yourself: who you are, units, mappings, notes
ledger/         the whole history: each entry with its salts, so that its place in it can be checked
way-out.json    what this folder holds; import-all reads it

Put it into a vault again with: evidence-vault import-all FOLDER
`;

/**
 * The way out: everything that a vault holds as plain files, with nothing that needs this program to be read. The folder is there as a whole, every file
 * of it durable, or not at all. What the vault itself has lost is listed in it. Passwords and tokens of sources stay behind.
 * Throws `input.exists`, `input.path-missing`, `input.usage` for a folder inside the vault, `storage.*`, `internal.cancelled`.
 */
export async function exportAll(
  vault: OpenVault | WritableVault,
  { out, signal, onProgress }: ExportAllOptions,
): Promise<ExportAllReport> {
  refuseInside(vault.dir, out);
  const folder = await PlainFolder.begin(vault.port, out);
  try {
    const report = await fill(
      vault,
      folder,
      (name, done, total) => {
        throwIfCancelled(signal);
        onProgress?.({ name, done, total });
      },
      signal,
    );
    await folder.finish();
    return { out, ...report };
  } catch (error) {
    // What went wrong first is what is told; what cannot be taken away now is taken away by the next attempt.
    await folder.giveUp().catch(() => undefined);
    throw error;
  }
}

type Step = (name: string, done: number, total: number) => void;

async function fill(
  vault: OpenVault | WritableVault,
  folder: PlainFolder,
  step: Step,
  signal: AbortSignal | undefined,
): Promise<Omit<ExportAllReport, 'out'>> {
  const logs = logsOf(vault);
  const told: LedgerTold = { contents: new Map(), statementKinds: new Set(), unreadable: [] };
  for (const [done, log] of logs.entries()) {
    step('history', done, logs.length);
    await folder.write(log.file, ledgerLines(vault, log, told, signal));
  }

  const contents = new PlainContents(vault);
  const items = vault.index.items.list();
  const lines: IndexLine[] = [];
  for (const [done, item] of items.entries()) {
    step(item.name, done, items.length);
    const versions = vault.index.items.versions(item.id);
    const place = contents.placeOf(item);
    const record = `records/${item.id}.json`;
    for (const version of versions) {
      const file = contents.nameOf(place, version);
      lines.push(lineOf(item, version, { ...place, record, file: file ?? '' }));
    }
    const document = {
      ...item,
      title: titleOfKind(item.kind),
      versions: versions.map((each) => withFile(each, contents)),
    };
    await folder.write(record, [json(document)]);
  }
  const statements = [...told.statementKinds].sort().flatMap((kind) => vault.index.statements.list(kind));
  await folder.write('statements.json', [json(statements)]);

  const { kept, missing } = await writeContents(vault, folder, contents, told.contents, step, signal);
  const there = new Set(kept.map(({ sha256 }) => sha256));
  const shown = lines.map((line) => (there.has(line.sha256) ? line : { ...line, file: '' }));
  const madeAt = isoTime(vault.clock);
  await folder.write('index.csv', indexCsv(shown));
  await folder.write('index.html', indexHtml(shown, { madeAt, practice: vault.practice }));
  await folder.write('README.txt', [utf8(readme)]);
  const wayOut: WayOut = {
    format: 'evidence-vault-way-out',
    version: 1,
    app: vault.app,
    madeAt,
    vault: vault.id,
    root: encodeBase64(vault.rootPublicKey),
    practice: vault.practice,
    items: items.length,
    versions: lines.length,
    logs,
    contents: kept,
    missing,
    unreadable: told.unreadable,
  };
  await folder.write(wayOutFileName, [json(wayOut)]);
  return {
    items: items.length,
    versions: lines.length,
    files: kept.length,
    bytes: kept.reduce((sum, { size }) => sum + size, 0),
    entries: logs.reduce((sum, { size }) => sum + size, 0),
    missing,
    unreadable: told.unreadable,
  };
}

async function writeContents(
  vault: OpenVault,
  folder: PlainFolder,
  names: PlainContents,
  stored: ReadonlyMap<string, number>,
  step: Step,
  signal: AbortSignal | undefined,
): Promise<{ readonly kept: WayOut['contents']; readonly missing: WayOut['missing'] }> {
  const kept: WayOut['contents'] = [];
  const missing: WayOut['missing'] = [];
  const erased = vault.index.erasures.erasedBlobs();
  for (const [sha256, size] of stored) {
    const content = { sha256, size };
    const blobs = vault.index.blobs.allByDigest(sha256, size);
    // What was erased is not missing: the learner wanted it gone.
    if (blobs.length > 0 && blobs.every(({ parts }) => parts.every(({ file }) => erased.has(file)))) continue;
    const file = names.nameOfOther(sha256);
    step(file, kept.length, stored.size);
    try {
      await folder.write(file, wholeContent(vault, content, signal));
      kept.push({ ...content, file });
    } catch (thrown) {
      if (!(thrown instanceof VaultError) || !thrown.code.startsWith('integrity.blob-')) throw thrown;
      missing.push({ ...content, code: thrown.code });
    }
  }
  return { kept, missing };
}

function lineOf(
  item: ItemRow,
  version: VersionRow,
  where: Pick<IndexLine, 'source' | 'course' | 'assignment' | 'attempt' | 'record' | 'file'>,
): IndexLine {
  return {
    ...where,
    item: item.id,
    version: version.version,
    kind: titleOfKind(item.kind),
    name: version.name,
    captured: version.at,
    size: version.content === undefined ? '' : String(version.content.size),
    sha256: version.content?.sha256 ?? '',
  };
}

function withFile(version: VersionRow, { files }: PlainContents): object {
  const file = version.content === undefined ? undefined : files.get(version.content.sha256);
  return file === undefined ? version : { ...version, file };
}

function json(value: unknown): Uint8Array {
  return utf8(`${JSON.stringify(value, null, 2)}\n`);
}

function refuseInside(vaultDir: string, out: string): void {
  const inside = relative(vaultDir, out);
  if (inside === '' || !(inside.startsWith('..') || isAbsolute(inside)))
    throw new VaultError('input.usage', { problem: 'choose a folder outside of the vault' });
}
