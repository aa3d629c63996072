import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { sourceStatus, type SourceStatus } from './status.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** A new source as it is written down: no secrets in `settings`, which stay in the history for good. */
export interface NewSource {
  readonly type: string;
  readonly name: string;
  readonly settings: JsonObject;
  /** Token or cookies; kept in the sealed settings file only. */
  readonly secret?: string;
}

/** Connects a source. The secret is durable before the source is, so that no source is ever left without it. */
export async function addSource(vault: WritableVault, source: NewSource): Promise<SourceStatus> {
  const id = newId('source');
  if (source.secret !== undefined) await vault.secrets.set(id, source.secret);
  await vault.recorder.record([
    {
      kind: 'source-added',
      at: isoTime(vault.clock),
      source: id,
      type: source.type,
      name: source.name,
      settings: { ...source.settings },
    },
  ]);
  return sourceStatus(getSource(vault, id));
}

/** Stops asking a source and forgets its secret; everything that it gave is kept. Throws `input.not-found`. */
export async function removeSource(vault: WritableVault, id: string): Promise<SourceStatus> {
  const source = getSource(vault, id);
  if (source.removedAt === undefined) {
    await vault.recorder.record([{ kind: 'source-removed', at: isoTime(vault.clock), source: source.id }]);
  }
  await vault.secrets.remove(source.id);
  return sourceStatus(getSource(vault, source.id));
}

/** The source that a person means: its id, the beginning of it, or its name. Throws `input.not-found` or `input.ambiguous`. */
export function getSource(vault: OpenVault, text: string): SourceRow {
  const sources = vault.index.sources.list();
  const exact = sources.find(({ id }) => id === text);
  if (exact !== undefined) return exact;
  const [only, another] = sources.filter(
    ({ id, name, removedAt }) =>
      removedAt === undefined && (id.startsWith(text) || name.toLowerCase() === text.toLowerCase()),
  );
  if (another !== undefined) throw new VaultError('input.ambiguous', { what: 'source' });
  if (only === undefined || text === '') throw new VaultError('input.not-found', { what: 'source' });
  return only;
}

/** Sources that are still asked, or all of them. */
export function listSources(vault: OpenVault, options: { readonly removed?: boolean } = {}): SourceStatus[] {
  return vault.index.sources
    .list()
    .filter(({ removedAt }) => options.removed === true || removedAt === undefined)
    .map(sourceStatus);
}
