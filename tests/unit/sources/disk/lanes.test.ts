import { describe, expect, it } from 'vitest';

import { Lanes } from '../../../../src/sources/disk/lanes.ts';

/** Tasks that end when told, and the most that ran at once. */
class Gates {
  most = 0;
  readonly #open: (() => void)[] = [];
  #running = 0;

  task = async (): Promise<void> => {
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    await new Promise<void>((resolve) => this.#open.push(resolve));
    this.#running -= 1;
  };

  async openAll(total: number): Promise<void> {
    for (let opened = 0; opened < total;) {
      const open = this.#open.shift();
      if (open === undefined) await new Promise((resolve) => setImmediate(resolve));
      else {
        open();
        opened += 1;
      }
    }
  }
}

describe('lanes', () => {
  it('run so many tasks at once and no more', async () => {
    const gates = new Gates();
    const lanes = new Lanes({ tasks: 3, bytes: 1_000 });
    const feeding = (async () => {
      for (let i = 0; i < 10; i += 1) await lanes.run(1, gates.task);
    })();
    await gates.openAll(10);
    await feeding;
    await lanes.drain();
    expect(gates.most).toBe(3);
  });

  it('hold back what is too large beside the others, and run it alone', async () => {
    const gates = new Gates();
    const lanes = new Lanes({ tasks: 8, bytes: 100 });
    const feeding = (async () => {
      for (const bytes of [60, 60, 5_000, 60]) await lanes.run(bytes, gates.task);
    })();
    await gates.openAll(4);
    await feeding;
    await lanes.drain();
    expect(gates.most).toBe(1);
  });

  it('stop at the first error, and tell it', async () => {
    const lanes = new Lanes({ tasks: 1, bytes: 100 });
    let later = 0;
    await lanes.run(1, () => Promise.reject(new Error('the disk is full')));
    await expect(
      (async () => {
        await lanes.run(1, async () => void (later += 1));
        await lanes.run(1, async () => void (later += 1));
      })(),
    ).rejects.toThrow('the disk is full');
    await expect(lanes.drain()).rejects.toThrow('the disk is full');
    await lanes.stopped();
    expect(later).toBe(0);
  });
});
