import { expect, test } from 'vitest';

import { AppendQueue } from '../../../../src/store/ledger-files/append-queue.ts';

test('what comes while a batch is under way goes together into the next', async () => {
  const batches: string[][] = [];
  const first = Promise.withResolvers<undefined>();
  const queue = new AppendQueue<string, string>(async (batch) => {
    batches.push([...batch]);
    if (batches.length === 1) await first.promise;
    return batch.map((work) => work.toUpperCase());
  }, 10);
  const results = [queue.add('a', 1)];
  await Promise.resolve();
  await Promise.resolve();
  results.push(queue.add('b', 1), queue.add('c', 1));
  first.resolve(undefined);
  expect(await Promise.all(results)).toEqual(['A', 'B', 'C']);
  expect(batches).toEqual([['a'], ['b', 'c']]);
});

test('a batch holds no more than its weight, but for one that is heavier alone', async () => {
  const batches: number[][] = [];
  const queue = new AppendQueue<number, number>(async (batch) => {
    batches.push([...batch]);
    return batch;
  }, 10);
  await Promise.all([4, 5, 6, 30, 1, 9].map((weight) => queue.add(weight, weight)));
  expect(batches).toEqual([[4, 5], [6], [30], [1, 9]]);
});

test('an error is the error of its batch alone', async () => {
  const queue = new AppendQueue<number, number>(async (batch) => {
    if (batch.includes(2)) throw new Error('no');
    return batch;
  }, 2);
  const results = await Promise.allSettled([queue.add(1, 1), queue.add(2, 1), queue.add(3, 1)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});

test('idle waits for what is under way and what follows it', async () => {
  let done = 0;
  const queue = new AppendQueue<number, number>(async (batch) => {
    await new Promise((resolve) => setImmediate(resolve));
    done += batch.length;
    return batch;
  }, 1);
  await queue.idle();
  const added = [queue.add(1, 1), queue.add(2, 1), queue.add(3, 1)];
  await queue.idle();
  expect(done).toBe(3);
  await Promise.all(added);
});

test('work that must be alone runs between two batches, and its error is its own', async () => {
  const steps: string[] = [];
  const queue = new AppendQueue<string, string>(async (batch) => {
    steps.push(batch.join());
    return batch;
  }, 1);
  const added = [queue.add('a', 1), queue.add('b', 1)];
  const alone = queue.alone(async () => {
    steps.push('alone');
    await Promise.resolve();
    steps.push('done');
  });
  const failing = queue.alone(async () => {
    await Promise.resolve();
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await Promise.all([...added, alone, queue.add('c', 1)]);
  await queue.idle();
  expect(steps[steps.indexOf('alone') + 1]).toBe('done');
  expect(steps.filter((step) => step.length === 1)).toEqual(['a', 'b', 'c']);
});
