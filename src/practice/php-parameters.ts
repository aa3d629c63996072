/** The parameters of a request as PHP sees them: query and form together, the form winning. */
export type FlatParameters = ReadonlyMap<string, string>;

/** Reads query and form. A body of another type (JSON, say) is not looked at, as in Moodle. */
export function readParameters(
  query: URLSearchParams,
  contentType: string | undefined,
  body: Buffer,
): FlatParameters {
  const all = new Map(query);
  if (contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true)
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) all.set(name, value);
  return all;
}

export type NestedParameters = Map<string, NestedParameters | string>;

/** `courseids[0]=2` becomes courseids -> 0 -> 2. A name that does not parse that way stays as it is. */
export function nestParameters(flat: Iterable<readonly [string, string]>): NestedParameters {
  const root: NestedParameters = new Map();
  for (const [name, value] of flat) {
    const shape = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
    const path = shape === null ? [name] : [shape[1] ?? '', ...bracketed(shape[2] ?? '')];
    let level = root;
    for (const step of path.slice(0, -1)) {
      const next = level.get(step);
      const inner = typeof next === 'object' ? next : new Map<string, NestedParameters | string>();
      level.set(step, inner);
      level = inner;
    }
    level.set(path.at(-1) ?? name, value);
  }
  return root;
}

function bracketed(text: string): string[] {
  return [...text.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
}

/** The same as plain objects, for a schema to judge. */
export function asObject(nested: NestedParameters): Record<string, unknown> {
  return Object.fromEntries(
    [...nested].map(([name, value]) => [name, typeof value === 'object' ? asObject(value) : value]),
  );
}
