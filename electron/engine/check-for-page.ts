import type { TaskResult } from '../../src/contract/tasks.ts';
import type { CheckReport } from '../../src/vault/check.ts';
import type { OpenVault } from '../../src/vault/vault-context.ts';

/** What a check found, with the names of the items that damage touches. */
export function checkForPage(vault: OpenVault, report: CheckReport, full: boolean): TaskResult<'check'> {
  return {
    ok: report.ok,
    full,
    entries: report.entries,
    blobs: report.blobs,
    bytes: report.bytes,
    damaged: report.damaged.map(({ code, file, items, mended }) => ({
      code,
      ...(file === undefined ? {} : { file }),
      items: items.map((id) => ({ id, name: vault.index.items.find(id)?.name ?? id })),
      mended,
    })),
  };
}
