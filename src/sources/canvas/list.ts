import type { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import type { Answered } from './canvas-api.ts';
import type { Pull } from './pull.ts';

/** One row of a list, and the page that it stood on. */
export interface Row<Value> {
  readonly row: Value;
  readonly answered: Answered;
}

/**
 * A list read to its last page. A row that cannot be read is left out, and the pull is not complete then.
 * @returns undefined if the site does not give the list, or broke it off: then nothing may be concluded from what is not in it
 * Throws as `CanvasApi.pages`.
 */
export async function readList<Schema extends z.ZodType>(
  pull: Pull,
  first: URL,
  asked: string,
  schema: Schema,
): Promise<Row<z.output<Schema>>[] | undefined> {
  const rows: Row<z.output<Schema>>[] = [];
  for await (const reply of pull.parts.api.pages(first, asked, pull.parts.signal)) {
    if ('refusal' in reply) return undefined;
    const { answered } = reply;
    if (!Array.isArray(answered.value)) throw new VaultError('source.protocol', { reason: 'not-a-list' });
    for (const each of answered.value as readonly unknown[]) {
      const { data } = schema.safeParse(each);
      if (data === undefined) pull.incomplete();
      else rows.push({ row: data, answered });
    }
  }
  return rows;
}
