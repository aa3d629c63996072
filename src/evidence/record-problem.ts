/** One thing that is wrong with a record: where, as names and positions joined by dots, and a short code. Never a value. */
export interface RecordProblem {
  readonly path: string;
  readonly problem: string;
}

/** A path to show. Names that did not come from us (a portal's) are written as `?`, since they may say something private. */
export function pathOf(parts: readonly PropertyKey[]): string {
  return parts
    .map((part) =>
      typeof part === 'number' || (typeof part === 'string' && plainName.test(part)) ? String(part) : '?',
    )
    .join('.');
}

const plainName = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
