import type { ErasedEverywhere } from '../../vault/erase/erase-everywhere.ts';
import type { ErasurePlan, PlannedItem } from '../../vault/erase/plan-erasure.ts';
import { sayCount, saySize } from './numbers.ts';
import { tableLines } from './table.ts';

/** What would go, what would not, and how to say that it is meant. */
export function planLines(
  plan: ErasurePlan,
  replicas: readonly { readonly name: string; readonly reachable: boolean }[],
  chosen: { readonly with?: string; readonly reason?: string },
): string[] {
  const { items, stays, contents, statements, bundles, code } = plan;
  const shared = contents.filter(({ goes, type }) => !goes && type === 'kept');
  const raw = contents.filter(({ type }) => type === 'raw');
  const rawStays = raw.filter(({ goes }) => !goes);
  const words = [...new Set(stays.map(({ word }) => word))];
  return [
    'Nothing has been erased yet. This would go, and nobody could bring it back, not even you:',
    ...itemLines(items),
    ...(statements.length === 0
      ? []
      : [
          `  ${sayCount(statements.length, 'note, mapping or mark', 'notes, mappings and marks')} of yours about it`,
        ]),
    ...(stays.length === 0
      ? []
      : [
          `This belongs to it and would stay (--with ${words.join(',')} takes it along):`,
          ...itemLines(stays),
        ]),
    ...shared.map(
      ({ sharedWith }) =>
        `Its file stays in the vault as well, since something else needs the same bytes: ${namesOf(sharedWith)}`,
    ),
    ...(rawStays.length === 0
      ? []
      : [
          `${sayCount(rawStays.length, 'answer')} of a portal that also tell of other items would stay, and may mention it (--with raw takes them along).`,
        ]),
    ...(bundles.length === 0
      ? []
      : [
          'These bundles hold it already. They are outside the vault, and stay as they are:',
          ...bundles.map(({ bundle, at }) => `  ${bundle}, made ${at.slice(0, 10)}`),
        ]),
    ...replicas.map(({ name, reachable }) =>
      reachable
        ? `It goes from the second copy ${name} at once.`
        : `The second copy ${name} cannot be reached now. It keeps this until its next round (replica sync).`,
    ),
    'That something was erased, when and why stays in the history, and bundles that you make later say so.',
    `If you are sure: evidence-vault erase ${plan.item}${chosen.with === undefined ? '' : ` --with ${chosen.with}`}${chosen.reason === undefined ? '' : ' --reason …'} --confirm ${code}`,
  ];
}

/** What was done. */
export function erasedLines(
  { items, bundles }: ErasurePlan,
  { entries, blobs, done, pending }: ErasedEverywhere,
): string[] {
  return [
    `Erased for good: ${items.map(({ name }) => name).join(', ')}`,
    `  ${sayCount(entries, 'record')} and ${sayCount(blobs, 'sealed file')} are gone from this vault.`,
    ...(done.length === 0
      ? []
      : [`  Gone from second copies too: ${done.map(({ name }) => name).join(', ')}`]),
    ...pending.map(
      ({ name, code }) =>
        `  Still in the second copy ${name}${code === undefined ? '' : ` [${code}]`}: it goes there at the next round (replica sync)`,
    ),
    ...(bundles.length === 0
      ? []
      : [`  ${sayCount(bundles.length, 'bundle')} made before still hold it, wherever they are.`]),
  ];
}

function itemLines(items: readonly PlannedItem[]): string[] {
  return tableLines(
    items.map(({ id, name, kind, versions, bytes }) => [
      `  ${id}`,
      kind,
      sayCount(versions, 'version'),
      bytes === 0 ? '' : saySize(bytes),
      name,
    ]),
  );
}

function namesOf(items: readonly { readonly name: string }[]): string {
  const shown = items.slice(0, 3).map(({ name }) => name);
  return items.length > 3 ? `${shown.join(', ')} and ${String(items.length - 3)} more` : shown.join(', ');
}
