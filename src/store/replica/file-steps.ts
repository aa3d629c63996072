import type { ReadableFile } from '../durable/port.ts';

/** Bytes that are read at once: what the page cache takes quickly when it is written again. */
const step = 262_144;

/** The bytes of a file, or of a range of it as far as it goes, in arrays of up to 262,144 bytes that belong to the caller. Closes the file. */
export async function* readInSteps(
  file: ReadableFile,
  range: { readonly start: number; readonly end: number } | undefined,
  guard: <Result>(call: () => Promise<Result>) => Promise<Result>,
): AsyncGenerator<Uint8Array> {
  try {
    const size = await guard(() => file.size());
    const end = Math.min(range?.end ?? size, size);
    for (let position = range?.start ?? 0; position < end;) {
      // Not filled with zeros first: only what was read is given out.
      const wanted = Buffer.allocUnsafeSlow(Math.min(step, end - position));
      const at = position;
      const count = await guard(() => file.read(wanted, at));
      if (count === 0) return;
      yield wanted.subarray(0, count);
      position += count;
    }
  } finally {
    await file.close();
  }
}
