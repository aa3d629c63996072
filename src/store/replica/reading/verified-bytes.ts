import { encodeHex } from '../../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import { nodeHashes } from '../../../platform/node-hashes.ts';
import type { ReplicaTarget } from '../replica-target.ts';

/** A place could not give a piece. Kept apart from errors of whoever takes the bytes, whose disk may fail too. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  readonly problem: 'damaged' | 'missing' | 'gone';

  constructor(problem: SourceFailed['problem'], cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/**
 * The bytes of a file of a second copy, which end only if all of them together have this digest.
 *
 * @param sha256 undefined for whoever finds out by other means whether they are the right ones
 * Throws `SourceFailed`, `internal.cancelled`.
 */
export async function* verified(
  target: Pick<ReplicaTarget, 'read'>,
  name: string,
  sha256: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const hash = nodeHashes.createSha256();
  let digest: string | undefined;
  try {
    const content = await fromSource(() => target.read(name));
    if (content === undefined) throw new SourceFailed('missing');
    const iterator = content[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await fromSource(() => iterator.next());
        if (next.done === true) break;
        throwIfCancelled(signal);
        if (sha256 !== undefined) hash.update(next.value);
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  } finally {
    digest = encodeHex(hash.digest());
  }
  if (sha256 !== undefined && digest !== sha256) throw new SourceFailed('damaged');
}

async function fromSource<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof VaultError && error.code.startsWith('storage.'))
      throw new SourceFailed(error.code === 'storage.failed' ? 'damaged' : 'gone', error);
    throw error;
  }
}
