import { disclosesByDefault, identityFields } from '../bundle/default-disclosure.ts';
import type { JsonValue } from '../base/json.ts';
import { shownIdentity } from './export-identity.ts';
import { selectForExport, type ExportChoice } from './export-selection.ts';
import type { OpenVault } from './vault-context.ts';

/** An item as the reader of a bundle will see it. */
interface ContainedItem {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly attempt?: number;
  /** Bytes of its latest version. */
  readonly size?: number;
  /** Name of the assignment that it belongs to. */
  readonly within?: string;
}

interface ContentsRequest {
  /** Only items with this in their name, or in that of their assignment; upper and lower case are the same. */
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

/** A window of what a bundle would hold, in its own order. Throws as `selectForExport`. */
export async function exportContents(
  vault: OpenVault,
  choice: ExportChoice,
  { text = '', offset, limit }: ContentsRequest,
  signal?: AbortSignal,
): Promise<{ readonly total: number; readonly items: readonly ContainedItem[] }> {
  const { items } = await selectForExport(vault, choice, signal);
  const wanted = text.trim().toLowerCase();
  const found = items
    .map((id) => containedItem(vault, id))
    .filter(({ name, within }) => wanted === '' || `${name}\n${within ?? ''}`.toLowerCase().includes(wanted));
  return { total: found.length, items: found.slice(offset, offset + limit) };
}

function containedItem(vault: OpenVault, id: string): ContainedItem {
  const item = vault.index.items.find(id);
  if (item === undefined) return { id, kind: 'item', name: id };
  const { kind, name, attempt, size, assignmentItem } = item;
  const within = assignmentItem === undefined ? undefined : vault.index.items.find(assignmentItem)?.name;
  return {
    id,
    kind,
    name,
    ...(attempt === undefined ? {} : { attempt }),
    ...(size === undefined ? {} : { size }),
    ...(within === undefined ? {} : { within }),
  };
}

/** Something that the learner said of themselves, and whether the reader will see it. */
interface StatedFact {
  readonly of: 'profile' | 'enrolment';
  /** Name of the property in the record. */
  readonly field: string;
  readonly value: string;
  readonly shown: boolean;
}

/**
 * All that the learner said of themselves and of their courses, part by part, as an export would show it or keep it back. Throws as
 * `shownIdentity`.
 */
export function statedFacts(vault: OpenVault, choice: ExportChoice): StatedFact[] {
  const identity = shownIdentity(vault, choice);
  return (['profile', 'enrolment'] as const).flatMap((of) =>
    vault.index.statements.list(of).flatMap(({ record }) => {
      const shows = disclosesByDefault({ 'record-kind': of }, { identity });
      const order = [...identityFields, ...Object.keys(record)];
      return [...new Set<string>(order)].flatMap((field): StatedFact[] => {
        const said = sayValue(record[field] ?? null);
        return said === '' ? [] : [{ of, field, value: said, shown: shows(`record.${field}`) }];
      });
    }),
  );
}

/** The words in a value, whatever its shape: `Plumbing, 3` of a qualification. */
function sayValue(value: JsonValue): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value === 'boolean') return '';
  // A day or time stands there as it was typed, beside what it means.
  if ('said' in value) return sayValue(value.said ?? null);
  return Object.values(value)
    .map(sayValue)
    .filter((said) => said !== '')
    .join(', ');
}
