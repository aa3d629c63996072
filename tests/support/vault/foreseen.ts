import { expect } from 'vitest';

import type { ImportChoices } from '../../../src/sources/imports/import-format.ts';
import {
  importGiven,
  previewImport,
  type ImportPreview,
  type ImportReport,
} from '../../../src/vault/import-given.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { noStop } from './vault-world.ts';

/**
 * Previews an import and then imports for good, and expects the second to be just what the first foresaw: the same items by name,
 * outcome, digest, size and code. @returns both
 */
export async function importAsForeseen(
  vault: WritableVault,
  path: string,
  choices?: ImportChoices,
): Promise<{ preview: ImportPreview; report: ImportReport }> {
  const options = { signal: noStop(), ...(choices === undefined ? {} : { choices }) };
  const entries = vault.ledgerHead(vault.recorder.log).size;
  const preview = await previewImport(vault, path, options);
  expect(vault.ledgerHead(vault.recorder.log).size).toBe(entries);
  const report = await importGiven(vault, path, options);
  const told = (items: ImportReport['items']): string[] =>
    items
      .map(({ name, outcome, sha256, size, code }) => JSON.stringify([name, outcome, sha256, size, code]))
      .sort();
  expect(told(preview.items)).toEqual(told(report.items));
  expect(preview).toMatchObject({
    format: report.format,
    title: report.title,
    origin: report.origin,
    notices: report.notices,
    state: report.state,
    captured: report.captured,
    changed: report.changed,
    unchanged: report.unchanged,
    failed: report.failed,
  });
  // What is known already by its item id must be the same item.
  if (preview.source !== undefined)
    expect(preview.items.map(({ id }) => id).sort()).toEqual(report.items.map(({ id }) => id).sort());
  return { preview, report };
}
