import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { replicaFileName } from '../../store/replica/replica-names.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';

const limit = 64 * 1024;
const schema = z.looseObject({
  format: z.literal('evidence-vault-replica'),
  replica: z.string().regex(/^[0-9a-f]{32}$/),
});

/** The id that a second copy gives itself; none if the file that says it is missing or damaged, which keeps nobody from reading the rest. */
export async function replicaIdOf(target: ReplicaTarget): Promise<string[]> {
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const bytes of (await target.read(replicaFileName)) ?? []) {
      length += bytes.length;
      if (length > limit) return [];
      parts.push(bytes.slice());
    }
    const parsed = schema.safeParse(length === 0 ? undefined : parseStrictJson(Buffer.concat(parts)));
    return parsed.success ? [parsed.data.replica] : [];
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'internal.cancelled') return [];
    throw error;
  }
}
