import { VaultError } from '../../base/errors.ts';
import type { PracticeProvider } from '../../practice/provider.ts';
import { syncSources } from '../../vault/sync-sources.ts';
import type { SyncReport } from '../../vault/sync.ts';
import type { WritableVault } from '../../vault/vault-context.ts';
import type { CommandContext } from '../context.ts';
import type { DemoFolder } from './demo-folder.ts';
import type { Story } from './story.ts';

/** What the story needs from step to step. */
export interface Stage {
  readonly context: CommandContext;
  readonly folder: DemoFolder;
  readonly story: Story;
  readonly provider: PracticeProvider;
  readonly vault: WritableVault;
}

/** The units that Sam is assessed on; each has an assignment whose name begins with its reference. */
export const demoUnits = [
  { reference: 'Unit 1', title: 'Risk assessment' },
  { reference: 'Unit 2', title: 'Design calculation' },
  { reference: 'Unit 3', title: 'Practical portfolio' },
  { reference: 'Unit 4', title: 'Inspection report' },
];

/** Copies the one source of the story. */
export async function sync({ context, vault }: Stage): Promise<SyncReport> {
  const [report] = await syncSources(vault, {
    signal: context.signal,
    onProgress: (_source, step) => {
      context.progress.show('Copying', step);
    },
  });
  if (report === undefined) throw new VaultError('input.not-found', { what: 'source' });
  return report;
}
