/** Looking into records of an earlier pull, which may be of an earlier version of this connector. */
type KnownRecord = Readonly<Record<string, unknown>> | undefined;

/** The course that an assignment or a quiz was listed in. */
export function courseOf(record: KnownRecord): number | undefined {
  return numberIn(member(record?.course, 'ids'), 'courseid');
}

/** One of the numbers that a record keeps of its source. */
export function idIn(record: KnownRecord, name: string): number | undefined {
  return numberIn(record?.ids, name);
}

/** The activity that a row of the grade report belongs to: `assign`, `quiz`, …, and its number. */
export function activityOfRow(
  record: KnownRecord,
): { readonly module: string; readonly instance: number } | undefined {
  const module = member(record?.ids, 'itemmodule');
  const instance = numberIn(record?.ids, 'iteminstance');
  return typeof module === 'string' && instance !== undefined ? { module, instance } : undefined;
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' ? found : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
