import { describe, expect, test } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import type { WritableFile } from '../../../../src/store/durable/port.ts';
import { pour } from '../../../../src/store/replica/pour.ts';

const mega = 1_048_576;

/** A file in memory whose calls take a moment each. */
class SlowFile implements WritableFile {
  readonly written: [position: number, bytes: Uint8Array][] = [];
  underWay = 0;
  syncs = 0;
  readonly #fails: { readonly write?: number; readonly sync?: boolean };

  constructor(fails: { readonly write?: number; readonly sync?: boolean } = {}) {
    this.#fails = fails;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await this.#moment(() => {
      if (this.written.length === this.#fails.write) throw new VaultError('storage.full');
      this.written.push([position, bytes.slice()]);
    });
  }

  async sync(): Promise<void> {
    this.syncs += 1;
    await this.#moment(() => {
      if (this.#fails.sync === true) throw new VaultError('storage.failed');
    });
  }

  async #moment(call: () => void): Promise<void> {
    this.underWay += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
    call();
  }

  size = (): Promise<number> => Promise.resolve(0);
  read = (): Promise<number> => Promise.resolve(0);
  truncate = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
}

async function* arrays(count: number, length: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i += 1) yield Promise.resolve(new Uint8Array(length).fill(i));
}

describe.each([{ ahead: true }, { ahead: false }])('pouring into a file, with %o', ({ ahead }) => {
  test('writes all that comes in its place, and shows each array while it is whole', async () => {
    const file = new SlowFile();
    const seen: number[] = [];
    let told = 0;
    const length = await pour(file, arrays(40, mega), {
      ahead,
      onBytes: (bytes) => seen.push(bytes.length, bytes[0] ?? -1),
      onWritten: (count) => (told += count),
    });
    expect(length).toBe(40 * mega);
    expect(told).toBe(length);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => [mega, i]).flat());
    expect(file.written.map(([position]) => position)).toEqual(
      Array.from({ length: 40 }, (_, i) => i * mega),
    );
    expect(file.written.every(([, bytes], i) => bytes.length === mega && bytes[0] === i)).toBe(true);
    expect(file.underWay).toBe(0);
  });

  test('tells of a write that failed, once nothing is under way any more', async () => {
    for (const write of [0, 2, 4]) {
      const file = new SlowFile({ write });
      await expect(pour(file, arrays(5, 10), { ahead })).rejects.toMatchObject({ code: 'storage.full' });
      expect(file.underWay).toBe(0);
    }
  });

  test('tells of a source that failed, once nothing is under way any more', async () => {
    const file = new SlowFile();
    const cut = async function* (): AsyncGenerator<Uint8Array> {
      yield* arrays(3, 10);
      throw new Error('the source is gone');
    };
    await expect(pour(file, cut(), { ahead })).rejects.toThrow('the source is gone');
    expect(file.underWay).toBe(0);
    expect(file.written).toHaveLength(3);
  });
});

test('has the disk begin with a long file alone, and tells of what it could not do', async () => {
  const short = new SlowFile();
  await pour(short, arrays(20, mega), { ahead: true });
  expect(short.syncs).toBe(0);
  const long = new SlowFile();
  await pour(long, arrays(70, mega), { ahead: true });
  expect(long.syncs).toBe(2);
  const counted = new SlowFile();
  await pour(counted, arrays(70, mega), { ahead: false });
  expect(counted.syncs).toBe(0);
  await expect(pour(new SlowFile({ sync: true }), arrays(70, mega), { ahead: true })).rejects.toMatchObject({
    code: 'storage.failed',
  });
});
