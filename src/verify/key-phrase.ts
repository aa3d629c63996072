import { wordlist } from '@scure/bip39/wordlists/english.js';

import { parseHex } from '../base/bytes.ts';

const words = 6;

/**
 * The vault id's first 66 bits as six English words of BIP-39, to compare by voice: `copper · lantern · …`. Finding another key
 * with the same six words takes about 2^66 tries.
 * @param vaultId 64 hexadecimal digits
 */
export function keyPhraseOf(vaultId: string): string {
  let bits = 0n;
  for (const byte of parseHex(vaultId).subarray(0, 9)) bits = (bits << 8n) | BigInt(byte);
  const phrase = Array.from({ length: words }, (_, at) => {
    const index = Number((bits >> BigInt(72 - 11 * (at + 1))) & 0x7ffn);
    return wordlist[index] ?? '';
  });
  return phrase.join(' · ');
}
