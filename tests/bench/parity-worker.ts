/** `make DIR FILE`: makes parity of a file in DIR and prints what that took and how long both are. `heal DIR FILE`: heals a file that is damaged. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { NodeDurable } from '../../src/store/durable/node-durable.ts';
import { healFile } from '../../src/store/parity/heal-file.ts';
import { makeParity } from '../../src/store/parity/make-parity.ts';

const [step, dir = '', name = ''] = process.argv.slice(2);
const port = new NodeDurable();
const vault = '00'.repeat(32);
const file = join(dir, name);
const parityFile = join(dir, 'parity', `${name}.parity`);
const started = performance.now();
if (step === 'make') {
  const made = await makeParity(port, { file, parityFile, vault });
  if (typeof made === 'string') throw new Error(made);
} else if (step === 'heal') {
  const { healed } = await healFile(port, { file, parityFile, out: join(dir, 'healed'), vault });
  if (!healed) throw new Error('it did not heal');
} else throw new Error('usage: make|heal DIR FILE');
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  JSON.stringify({ seconds, size: statSync(file).size, parity: statSync(parityFile).size }),
);
