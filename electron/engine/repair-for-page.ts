import { basename, isAbsolute } from 'node:path';

import type { TaskResult } from '../../src/contract/tasks.ts';
import type { RepairReport } from '../../src/vault/repair/repair-open.ts';
import type { OpenVault } from '../../src/vault/vault-context.ts';

/** Things that a report names; its counts tell of all. */
const most = 1000;

/** What a repair did and what is left, with the names of the items. */
export function repairForPage(vault: OpenVault, report: RepairReport): TaskResult<'repair'> {
  const nameOf = (id: string): string => vault.index.items.find(id)?.name ?? id;
  const { ok, full, repaired, left, others, places, unused, quarantine } = report;
  return {
    ok,
    full,
    mended: repaired.length,
    repaired: repaired.slice(0, most).map(({ what, from, place, items }) => ({
      what,
      from,
      ...(place === undefined ? {} : { place: labelOf(place) }),
      items: items.map((id) => ({ id, name: nameOf(id) })),
    })),
    left: left.slice(0, most).map(({ code, file, content, items, ways }) => ({
      code,
      file,
      size: content.size,
      items: [...items],
      sources: ways.flatMap((way) => (way.from === 'source' ? [way.name] : [])),
    })),
    others: others.map(({ code, file }) => ({ code, ...(file === undefined ? {} : { file }) })),
    places: places.map(({ name, error }) => ({
      name: labelOf(name),
      ...(error === undefined ? {} : { error: { code: error.code, details: error.details } }),
    })),
    unused: unused.map((path) => basename(path)),
    aside: quarantine,
  };
}

/** A folder that was chosen is named by its path; its own name says enough. */
function labelOf(place: string): string {
  return isAbsolute(place) && basename(place) !== '' ? basename(place) : place;
}
