import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import { textOf } from '../bundle/readable-json.ts';
import { itemFlags, type ItemFlag } from '../evidence/records/flag.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import { getItem } from './resolve-item.ts';
import { statementOf } from './statements.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** What an export leaves out because the learner marked it. */
export interface FlaggedItem {
  readonly item: string;
  /** Its name: for the learner's eyes, and in no bundle. */
  readonly what: string;
  readonly flags: readonly ItemFlag[];
}

/**
 * Marks an item, with all that belongs to it, so that exports leave it out unless it is ticked; no flags take the mark away.
 * Throws `input.not-found`, `input.ambiguous`.
 *
 * @returns the item's id and its flags as they are now
 */
export async function flagItem(
  vault: WritableVault,
  itemText: string,
  flags: readonly ItemFlag[],
): Promise<{ readonly item: string; readonly flags: readonly ItemFlag[] }> {
  const item = getItem(vault, itemText).id;
  const before = vault.index.statements.list('flag').filter(({ record }) => record.item === item);
  const wanted = itemFlags.filter((flag) => flags.includes(flag));
  const at = isoTime(vault.clock);
  const [first] = before;
  if (wanted.length > 0) {
    const { entry } = statementOf(vault, first?.id ?? newId('record'), 'flag', { item, flags: wanted });
    await vault.recorder.record([entry]);
  } else if (first !== undefined)
    await vault.recorder.record(before.map(({ id }) => ({ kind: 'record-withdrawn', at, id })));
  return { item, flags: wanted };
}

/** The flags of every marked item, by its id. */
export function flagsByItem(vault: OpenVault): Map<string, readonly ItemFlag[]> {
  const found = new Map<string, readonly ItemFlag[]>();
  for (const { record } of vault.index.statements.list('flag')) {
    const item = textOf(record.item);
    const said: readonly unknown[] = Array.isArray(record.flags) ? record.flags : [];
    const flags = itemFlags.filter((flag) => said.includes(flag));
    // A flag of a later version leaves out too: better too little is sent than too much.
    if (item !== undefined) found.set(item, [...new Set([...(found.get(item) ?? []), ...flags])]);
  }
  return found;
}

/**
 * What stays at home for its mark: the marked items, all that belongs to them, whatever else holds the very same bytes, and the messages
 * and archives that a marked part lies in, since those hold it too.
 *
 * @param ticked items that go along all the same. Throws `input.not-found`, `input.ambiguous` for one that is none.
 * @returns by its id, for each item that stays, the mark that keeps it: its own, or that of what it belongs to
 */
export function leftByFlags(vault: OpenVault, ticked: readonly string[]): ReadonlyMap<string, FlaggedItem> {
  const goes = new Set(ticked.map((text) => getItem(vault, text).id));
  const left = new Map<string, FlaggedItem>();
  const archives = new ArchivesOfSources(vault);
  const marked = [...flagsByItem(vault)].filter(([id]) => !goes.has(id));
  for (const [id, flags] of marked) {
    const name = vault.index.items.find(id)?.name;
    if (name === undefined) continue;
    for (const part of vault.index.items.list({ within: [id] })) {
      if (!goes.has(part.id)) left.set(part.id, { item: id, what: name, flags });
      for (const other of holders(vault, part, archives)) {
        if (left.has(other) || goes.has(other)) continue;
        left.set(other, { item: other, what: vault.index.items.find(other)?.name ?? other, flags });
      }
    }
  }
  return left;
}

/** Other items that hold the bytes of this one: under another name, or as the whole that it came out of. */
function holders(vault: OpenVault, { id, source }: ItemRow, archives: ArchivesOfSources): string[] {
  const versions = vault.index.items.versions(id);
  const same = versions.flatMap(({ content }) =>
    // All empty files are alike, and none says anything.
    content === undefined || content.size === 0 ? [] : vault.index.items.usesOf(content.sha256),
  );
  const wholes = new Set(versions.flatMap(({ record }) => textOf(record.partOf) ?? []));
  const raw = [...wholes].flatMap((whole) =>
    vault.index.items.list({ within: [whole] }).filter(({ role }) => role === 'message-source'),
  );
  const others = [...same, ...raw.map((message) => message.id), ...archives.of(source)];
  return [...new Set(others)].filter((other) => other !== id);
}

/** An import keeps the archive that its items were taken out of beside them, in a source of its own. */
class ArchivesOfSources {
  readonly #vault: OpenVault;
  readonly #known = new Map<string, readonly string[]>();

  constructor(vault: OpenVault) {
    this.#vault = vault;
  }

  of(source: string): readonly string[] {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const documents = this.#vault.index.items.list({ source, kind: 'document' });
    const found = documents.flatMap(({ id, role }) => (role === 'archive' ? [id] : []));
    this.#known.set(source, found);
    return found;
  }
}

/** Reads `none`, or some flags. Throws `input.usage`. */
export function parseFlags(words: readonly string[]): ItemFlag[] {
  if (words.length === 1 && words[0] === 'none') return [];
  return words.map((word) => {
    const flag = itemFlags.find((each) => each === word);
    if (flag === undefined)
      throw new VaultError('input.usage', { problem: 'a mark is sensitive, others or none' });
    return flag;
  });
}
