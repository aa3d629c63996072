import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { getSource } from './add-source.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** A source that the learner makes by handing something over, and finds again the next time. */
export interface HandAdded {
  readonly type: 'files' | 'import';
  readonly name: string;
  readonly settings: JsonObject;
}

/** The one source of files that were added by hand. */
export const addedByYou: HandAdded = { type: 'files', name: 'Added by you', settings: {} };

/** The source of this type and settings, unless it was removed. */
export function findHandAdded(vault: OpenVault, { type, settings }: HandAdded): SourceRow | undefined {
  return vault.index.sources
    .list()
    .find(
      (source) =>
        source.type === type &&
        source.removedAt === undefined &&
        Object.entries(settings).every(([name, value]) => source.settings[name] === value),
    );
}

/** The source of this type and settings, recorded now if there is none. */
export async function handAddedSource(vault: WritableVault, wanted: HandAdded): Promise<SourceRow> {
  const known = findHandAdded(vault, wanted);
  if (known !== undefined) return known;
  const id = newId('source');
  await vault.recorder.record([
    {
      kind: 'source-added',
      at: isoTime(vault.clock),
      source: id,
      ...wanted,
      settings: { ...wanted.settings },
    },
  ]);
  return getSource(vault, id);
}
