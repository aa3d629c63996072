import { createHash } from 'node:crypto';

/**
 * Lets `act` run with a random source that gives the same bytes each time, so that salts and keys of vectors are the same whenever they
 * are made. Nothing else may run meanwhile.
 * @param seed another one gives other bytes
 */
export async function withFixedRandom<Value>(seed: string, act: () => Promise<Value>): Promise<Value> {
  let block = 0;
  const fill = <Filled extends ArrayBufferView | null>(array: Filled): Filled => {
    if (array === null) return array;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; at += 32) {
      const digest = createHash('sha256').update(`${seed} ${block}`).digest();
      bytes.set(digest.subarray(0, Math.min(32, bytes.length - at)), at);
      block += 1;
    }
    return array;
  };
  Object.defineProperty(crypto, 'getRandomValues', { value: fill, configurable: true });
  try {
    return await act();
  } finally {
    Reflect.deleteProperty(crypto, 'getRandomValues');
  }
}
