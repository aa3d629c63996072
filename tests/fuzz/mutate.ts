import type { Random } from '../faults/random.ts';

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x0a, 0x22, 0x7b, 0x5b, 0x3c, 0x2d, 0x3d, 0x30, 0x39];
const longest = 1 << 20;

/** An input that nobody wrote: one of the corpus, changed a few times. */
export function makeInput(
  random: Random,
  corpus: readonly Uint8Array[],
  words: readonly string[],
): Uint8Array {
  let bytes: Uint8Array = Buffer.from(random.pick(corpus));
  const changes = random.pick([1, 1, 1, 2, 3, 6, 12]);
  for (let i = 0; i < changes; i += 1) bytes = change(random, bytes, corpus, words);
  return bytes.subarray(0, longest);
}

function change(
  random: Random,
  bytes: Uint8Array,
  corpus: readonly Uint8Array[],
  words: readonly string[],
): Uint8Array {
  const at = random.whole(0, Math.max(0, bytes.length - 1));
  const length = random.pick([1, 2, 4, random.whole(1, 64), random.whole(1, 4096)]);
  const put = (middle: Uint8Array, skipped: number): Uint8Array =>
    Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(at + skipped)]);
  switch (random.whole(0, 10)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (flipped.length > 0) flipped[at] = (flipped[at] ?? 0) ^ (1 << random.whole(0, 7));
      return flipped;
    }
    case 1:
      return put(Buffer.of(random.chance(0.5) ? random.pick(interesting) : random.whole(0, 255)), 1);
    case 2:
      return put(new Uint8Array(), length);
    case 3:
      return put(Buffer.from(Array.from({ length: Math.min(length, 64) }, () => random.whole(0, 255))), 0);
    case 4:
      return put(bytes.subarray(at, at + length), 0);
    case 5:
      return bytes.subarray(0, at);
    case 6: {
      const other = random.pick(corpus);
      const from = random.whole(0, other.length);
      return put(other.subarray(from, from + length), random.chance(0.5) ? length : 0);
    }
    case 7:
      return put(integer(random), random.chance(0.7) ? 4 : 0);
    case 8: {
      const once = bytes.subarray(at, at + Math.min(length, 32));
      return put(Buffer.concat(Array.from({ length: random.whole(2, 400) }, () => once)), 0);
    }
    case 9:
      return put(
        Buffer.from(
          random.pick([
            String(random.whole(-1, 1)),
            '99999999999999999999',
            '1e999',
            '-0',
            '\u0000',
            '\ud800',
            '💥',
            '\r\n',
          ]),
        ),
        0,
      );
    default:
      return words.length === 0
        ? put(integer(random), 2)
        : put(Buffer.from(random.pick(words)), random.chance(0.5) ? length : 0);
  }
}

function integer(random: Random): Uint8Array {
  const bytes = Buffer.alloc(4);
  const value = random.pick([0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, random.whole(0, 0xffff_ffff)]);
  if (random.chance(0.5)) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes.subarray(0, random.pick([1, 2, 4]));
}
