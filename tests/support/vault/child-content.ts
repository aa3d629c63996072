import { createHash } from 'node:crypto';

/** Bytes that a number stands for; every fifth file is a large one, every seventh is empty. */
export function childContent(number: number): Buffer {
  if (number % 7 === 0) return Buffer.alloc(0);
  const seed = createHash('sha256').update(String(number)).digest();
  return Buffer.alloc(number % 5 === 0 ? 700_000 : 40 + (number % 900), seed);
}
