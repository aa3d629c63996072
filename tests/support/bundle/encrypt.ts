import { openAgeWriter } from '../../../src/crypto/age/age-writer.ts';
import { MemorySink } from './make-bundle.ts';

/** The age file of some bytes, written in pieces of `step`. */
export async function encrypt(
  bytes: Uint8Array,
  recipients: readonly string[],
  step = 100_000,
): Promise<Uint8Array> {
  const sink = new MemorySink();
  const writer = await openAgeWriter(recipients, (sealed) => sink.write(sealed));
  const memory = new Uint8Array(step);
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    memory.set(piece);
    await writer.write(memory.subarray(0, piece.length));
    // Whoever writes may use its memory again.
    memory.fill(0xee);
  }
  await writer.finish();
  return sink.bytes;
}
