import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { encodeHex } from '../../../../src/base/bytes.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { FaultyDurable } from '../../../../src/store/durable/faulty-durable.ts';
import type { DurablePort } from '../../../../src/store/durable/port.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import {
  parseReplicaName,
  replicaFileName,
  replicaName,
} from '../../../../src/store/replica/replica-names.ts';
import type { ReplicaPlan } from '../../../../src/store/replica/replica-plan.ts';
import { sendPlan } from '../../../../src/store/replica/replica-writer.ts';
import { everyStep } from '../../../support/store/every-step.ts';
import { quickDisk } from '../../../support/store/quick-disk.ts';
import { bytesOf, contentOf, listAll, readAll } from '../../../support/store/replica-contents.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const log = '0123456789abcdef0123456789abcdef';
const blob = contentOf(bytesOf(1, 900));
const large = contentOf(bytesOf(2, 2000), 600);
const keys = contentOf(bytesOf(3, 132));
const segment = contentOf(bytesOf(4, 400));
const header = contentOf(bytesOf(5, 50));

const blobs = [blob, large].map((content) => ({
  name: replicaName({ type: 'blob', shelf: 0, sha256: content.sha256 }),
  blob: content.sha256,
  content,
}));
const slice = (type: 'keys' | 'segment', content: typeof keys) => ({
  name: replicaName({ type, log, number: 1, offset: 0, length: content.size, sha256: content.sha256 }),
  content,
});
const steps: ReplicaPlan['steps'] = [
  [
    { name: replicaName({ type: 'header', generation: 1, sha256: header.sha256 }), content: header },
    ...blobs,
  ],
  [slice('keys', keys)],
  [slice('segment', segment)],
];
const names = steps.flat().map(({ name }) => name);

async function send(port: DurablePort, folder: string): Promise<void> {
  const target = new FolderTarget({ port, folder: join(folder, 'copy'), writer: log });
  await target.tidy();
  const there = new Map(await listAll(target));
  const replica = contentOf(bytesOf(9, 3));
  await target.put(replicaFileName, replica);
  await target.settle();
  const lacking = steps.map((step) => step.filter(({ name, content }) => there.get(name) !== content.size));
  const plan: ReplicaPlan = { heads: [], generation: 1, steps: lacking, files: 0, bytes: 0, unreadable: [] };
  // One at a time, so that the steps come in one order.
  await sendPlan(target, plan, { atOnce: 1 });
}

test('a round that fails, is killed or loses its power at any step leaves no wrong bytes under a name, no slice without its blobs, and is gone on with', async () => {
  const before = await newFolder();
  await mkdir(join(before, 'empty'));
  const count = await everyStep(before, send, async (folder, { done, story }) => {
    const target = new FolderTarget({ port: quickDisk(), folder: join(folder, 'copy'), writer: log });
    const there = (await listAll(target)).map(([name]) => name);
    for (const name of there) {
      const piece = parseReplicaName(name);
      if (piece === undefined) continue;
      const bytes = await readAll(target, name);
      expect(bytes && encodeHex(nodeHashes.sha256(bytes)), `${name}: ${story}`).toBe(piece.sha256);
    }
    // Each is durable before the next step begins.
    const [first = [], second = [], third = []] = steps.map((step) => step.map(({ name }) => name));
    if (second.some((name) => there.includes(name)))
      expect(there, story).toEqual(expect.arrayContaining(first));
    if (third.some((name) => there.includes(name)))
      expect(there, story).toEqual(expect.arrayContaining(second));
    if (done) expect(there, story).toEqual(expect.arrayContaining(names));
    await send(quickDisk(), folder);
    expect(
      (await listAll(new FolderTarget({ port: quickDisk(), folder: join(folder, 'copy') }))).map(
        ([name]) => name,
      ),
    ).toEqual([...names, replicaFileName].sort());
  });
  expect(count).toBeGreaterThan(30);
});

test('what a round put there before it was cut short is durable once the next round is done', async () => {
  const folder = await newFolder();
  const port = new FaultyDurable(quickDisk(), undefined, { forgets: true });
  const target = new FolderTarget({ port, folder: join(folder, 'copy'), writer: log });
  await target.put(replicaFileName, contentOf(bytesOf(9, 3)));
  await target.settle();
  // Named, and then the process is gone: nobody settles.
  for (const { name, content } of blobs) await target.put(name, content);
  await send(port, folder);
  port.crash('names-and-content');
  const after = await listAll(new FolderTarget({ port: quickDisk(), folder: join(folder, 'copy') }));
  expect(after.map(([name]) => name)).toEqual([...names, replicaFileName].sort());
});

test('a file that is written anew is never missing, and whole once that is done', async () => {
  const before = await newFolder();
  const target = (port: DurablePort, folder: string): FolderTarget =>
    new FolderTarget({ port, folder: join(folder, 'copy'), writer: log });
  const damaged = target(quickDisk(), before);
  await damaged.put(replicaFileName, contentOf(bytesOf(9, 80)));
  await damaged.settle();
  const content = contentOf(bytesOf(10, 70));
  await everyStep(
    before,
    (port, folder) => target(port, folder).putOver(replicaFileName, content),
    async (folder, { done, story }) => {
      const bytes = await readAll(target(quickDisk(), folder), replicaFileName);
      expect(bytes, story).toBeDefined();
      if (done) expect(bytes?.equals(bytesOf(10, 70)), story).toBe(true);
    },
  );
});
