import type { ListedItem, ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { objectsIn, textIn, textsIn, type KeptRecord } from './record-parts.ts';

export type Part = ShownItem['parts'][number];

/** One attempt with what was handed in for it and what came back. */
export interface AttemptView {
  /** Our number, from 1; undefined for what belongs to the assignment as a whole. */
  readonly number: number | undefined;
  readonly attempt: Part | undefined;
  readonly submissions: readonly Part[];
  /** Files and online text handed in. */
  readonly handedIn: readonly Part[];
  readonly feedback: readonly Part[];
  /** Files that came with the feedback. */
  readonly returned: readonly Part[];
  readonly grades: readonly Part[];
  readonly others: readonly Part[];
}

/** A quiz comes back as a page: its questions, the answers, the marks. */
export const reviewRole = 'page-source';
const returnedRoles = new Set(['feedback-file', 'feedback-image', 'annotated-copy', reviewRole]);
const handedInRoles = new Set(['submission-file', 'online-text']);

/** An assignment's parts as attempts in their order; what belongs to none (a gradebook's own grade, the brief's files) comes last. */
export function attemptsOf(parts: readonly Part[]): readonly AttemptView[] {
  const byNumber = new Map<number | undefined, Part[]>();
  for (const part of parts) {
    const group = byNumber.get(part.attempt) ?? [];
    group.push(part);
    byNumber.set(part.attempt, group);
  }
  return [...byNumber.entries()]
    .sort(([one], [other]) => (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER))
    .map(([number, own]) => attemptView(number, own));
}

/** What belongs to one attempt, sorted by what it is. */
export function attemptView(number: number | undefined, parts: readonly Part[]): AttemptView {
  const ofKind = (kind: string): Part[] => parts.filter((part) => part.kind === kind);
  const documents = ofKind('document');
  const returnedIds = new Set(ofKind('feedback').flatMap((part) => textsIn(part.latest?.record, 'items')));
  const handedInIds = new Set([
    ...ofKind('submission').flatMap((part) => textsIn(part.latest?.record, 'items')),
    ...ofKind('attempt').flatMap((part) => listedFiles(part.latest?.record)),
  ]);
  const isReturned = (part: Part): boolean =>
    returnedRoles.has(roleOf(part) ?? '') || (roleOf(part) === undefined && returnedIds.has(part.id));
  const isHandedIn = (part: Part): boolean =>
    handedInRoles.has(roleOf(part) ?? '') || (roleOf(part) === undefined && handedInIds.has(part.id));
  const named = new Set(['attempt', 'submission', 'feedback', 'grade', 'document']);
  return {
    number,
    attempt: ofKind('attempt')[0],
    submissions: ofKind('submission'),
    handedIn: documents.filter(isHandedIn),
    feedback: ofKind('feedback'),
    returned: documents.filter(isReturned),
    grades: ofKind('grade'),
    others: [
      ...documents.filter((part) => !isReturned(part) && !isHandedIn(part)),
      ...parts.filter(({ kind }) => !named.has(kind)),
    ],
  };
}

/** What a document was to its source: `submission-file`, `annotated-copy`, …; undefined for one that was never copied. */
function roleOf(part: { readonly latest?: { readonly record: KeptRecord } }): string | undefined {
  return textIn(part.latest?.record, 'role');
}

function listedFiles(record: KeptRecord | undefined): readonly string[] {
  return objectsIn(record, 'files').flatMap((file) => textIn(file, 'item') ?? []);
}

/** The attempt's own name within its assignment is long and said above it: `Unit 3, attempt 2, grade`. */
export function shortName(item: Pick<ListedItem, 'name'>, within: string | undefined): string {
  return within !== undefined && item.name.startsWith(`${within}, `)
    ? item.name.slice(within.length + 2)
    : item.name;
}
