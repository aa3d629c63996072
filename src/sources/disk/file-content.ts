import { VaultError, type ErrorDetails } from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-codes.ts';
import type { ContentInput } from '../source.ts';
import { textOfName, type DiskPlace } from './disk-place.ts';
import type { Disk } from './disk.ts';
import { areAlike, type Look } from './look.ts';
import { readingProblem, type ReadingProblem } from './reading-problem.ts';

/** By its path where text can name it, else as a stream. */
export function contentOf(disk: Disk, place: DiskPlace, look: Look): ContentInput {
  const { text, exact } = textOfName(place.system);
  if (exact) return { path: text };
  return { stream: () => readThrough(disk, place, look), expectedSize: look.size };
}

const chunkLength = 262_144;

/** The bytes of a file from the first. Throws `input.*`, and `input.changed-while-reading` if it is not as it looked before. */
export async function* readThrough(disk: Disk, place: DiskPlace, before: Look): AsyncGenerator<Uint8Array> {
  const file = await orFailure(disk.open(place));
  try {
    for (let at = 0; ;) {
      const chunk = new Uint8Array(chunkLength);
      const count = await orFailure(file.read(chunk, at));
      if (count > 0) yield chunk.subarray(0, count);
      at += count;
      if (count < chunk.length) break;
    }
    if (!areAlike(await orFailure(file.look()), before)) throw new VaultError('input.changed-while-reading');
  } finally {
    await file.close();
  }
}

/** For whoever reads the stream: a system error as the item's failure. */
export async function orFailure<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (thrown) {
    const { code, details } = failureOf(readingProblem(thrown));
    throw new VaultError(code, details, thrown);
  }
}

/** A problem as code and details of a failed item. */
export function failureOf(problem: ReadingProblem): { code: ErrorCode; details: ErrorDetails } {
  return problem.is === 'vanished'
    ? { code: 'input.path-missing', details: {} }
    : { code: problem.code, details: problem.details };
}
