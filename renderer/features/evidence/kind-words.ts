import { fill } from '../../language/fill.ts';
import { fileKindOf } from '../item/file-kind.ts';
import type { words } from './words.ts';

type Say = typeof words.en;

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What an item is in a word or two: 'PDF', 'Grade', 'What you handed in'. */
export function sayKind(say: Say, item: { readonly kind: string; readonly mediaType?: string }): string {
  if (item.kind === 'document') return say.files[fileKindOf(item.mediaType)];
  return own(say.kinds, item.kind) ?? fill(say.kinds.unknown, { kind: item.kind });
}

/** The name of a whole kind, for choosing it: 'Files', 'Grades'. */
export function sayKinds(say: Say, kind: string): string {
  return own(say.manyKinds, kind) ?? fill(say.kinds.unknown, { kind });
}
