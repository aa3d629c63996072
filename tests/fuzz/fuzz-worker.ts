import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { fuzz } from './fuzz-target.ts';
import { targets } from './targets.ts';

const { name, inputs, seed, only, place } = z
  .object({
    name: z.string(),
    inputs: z.int(),
    seed: z.string(),
    only: z.int().optional(),
    place: z.instanceof(Int32Array),
  })
  .parse(workerData);
const target = targets.find((each) => each.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);
const onInput = (number: number): void => {
  Atomics.store(place, 0, number);
};
parentPort?.postMessage(await fuzz(target, { inputs, seed, only, onInput }));
