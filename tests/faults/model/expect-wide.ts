import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { FaultWorld } from '../world.ts';
import { demand } from './broken-promise.ts';
import { digestsBelow } from './copy-files.ts';
import { expectCopies } from './expect-copies.ts';
import { expectRestored } from './expect-restored.ts';

/** What is promised beside the vault itself: second copies, restored vaults, what repairs keep aside, folders of plain files. Throws `BrokenPromise`. */
export async function expectWide(world: FaultWorld, port: DurablePort): Promise<void> {
  world.damages.expectNoWorse(world);
  await expectCopies(world);
  await expectRestored(world, port);
  for (const [out, files] of world.exports) expectPlain(out, files);
}

/** A folder of plain files is there with every byte that was acknowledged; where nothing was, it is not there or says itself what belongs in it. */
function expectPlain(out: string, files: ReadonlyMap<string, string> | undefined): void {
  const there = digestsBelow(out);
  if (files !== undefined)
    for (const [name, digest] of files)
      demand(there.get(name) === digest, `of a folder of plain files, ${name} is not as it was`);
  if (there.size === 0) return;
  demand(there.has('way-out.json'), 'a folder of plain files was left without its list');
  const list = z
    .object({ contents: z.array(z.object({ file: z.string(), sha256: z.string() })) })
    .parse(JSON.parse(readFileSync(join(out, 'way-out.json'), 'utf8')));
  for (const { file, sha256 } of list.contents)
    demand(there.get(file) === sha256, `a folder of plain files was left without ${file}`);
}
