import { VaultError } from '../base/errors.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
};

/** Less would not hold the lists and proofs of a bundle. */
const smallest = 50_000;

/** `25MB`, `1.5 GB`, `512KiB` or a number of bytes: how many bytes that is; 50 kB at least. Throws `input.usage`. */
export function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]i?b)?$/iu.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number) * (units[unit.toLowerCase()] ?? 1));
  if (number === '' || !Number.isSafeInteger(bytes) || bytes < smallest)
    throw new VaultError('input.usage', { problem: '--split takes a size such as 25MB; 50 kB at least' });
  return bytes;
}
