import { expect } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { examineLog } from '../../../../src/store/ledger-files/examine-log.ts';
import type { LogWriter } from '../../../../src/store/ledger-files/log-writer.ts';
import { disk, saying, sayings, type LedgerWorld } from './ledger-world.ts';
import type { NoteRecorder } from '../../../support/store/note-recorder.ts';

/** What the caller of the writer knows. */
export interface Model {
  readonly acknowledged: string[];
  /** Rejected by a writer that went on: must not be there. */
  readonly rejected: string[];
  /** Rejected by a writer that stopped: may be there, after what was acknowledged. */
  readonly open: string[];
}

export const newModel = (): Model => ({ acknowledged: [], rejected: [], open: [] });

export async function append(writer: LogWriter, model: Model, ...texts: string[]): Promise<void> {
  try {
    await writer.append(texts.map(saying));
    model.acknowledged.push(...texts);
  } catch (error) {
    const goesOn = error instanceof VaultError && error.details.reopen !== true;
    if (error instanceof VaultError) expect(error.code).toMatch(/^storage\./);
    (goesOn ? model.rejected : model.open).push(...texts);
  }
}

/** Opens what is left with a disk that works, and compares it with what was promised. */
export async function expectKept(
  world: LedgerWorld,
  notes: NoteRecorder,
  model: Model,
  what: string,
): Promise<void> {
  const { ledger, writer } = await world.openWriter(notes.watch(disk));
  expect(ledger.findings, what).toEqual([]);
  await writer.append([saying('after')]);
  await writer.close();
  const found: unknown[] = [];
  for (const log of ledger.logs()) found.push(...(await sayings(ledger, log)));
  const said = found.filter((text) => text !== 'log-opened');
  expect(
    said.filter((text) => text !== 'after' && !model.open.includes(String(text))),
    what,
  ).toEqual(model.acknowledged);
  expect(
    said.filter((text) => model.rejected.includes(String(text))),
    what,
  ).toEqual([]);
  for (const files of ledger.allFiles())
    await examineLog(ledger.environment, files, undefined, () => undefined);
  expect(ledger.findings, what).toEqual([]);
  expect(notes.forks, what).toEqual([]);
}
