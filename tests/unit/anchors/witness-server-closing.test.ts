import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { serveWitness, type RunningWitness } from '../../../src/anchors/witness-server.ts';
import { WitnessState } from '../../../src/anchors/witness-state.ts';
import { Witness } from '../../../src/anchors/witness.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const folder = temporaryFolders();
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

interface Served {
  readonly server: RunningWitness;
  readonly problems: readonly unknown[];
  readonly socket: Socket;
}

/** A witness, and a connection to it. */
async function start(): Promise<Served> {
  const state = WitnessState.open(join(await folder(), 'witness.db'), undefined);
  open.push(() => {
    state.close();
  });
  const witness = new Witness(nodeHashes, state, { trustOnFirstUse: true, mostLogs: 10 }, systemClock);
  const problems: unknown[] = [];
  const server = await serveWitness(witness, {
    host: '127.0.0.1',
    port: 0,
    closingPatience: 50,
    onProblem: (error) => problems.push(error),
  });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  open.push(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return { server, problems, socket };
}

it('closes though somebody sent half a request and waits', async () => {
  const { server, socket } = await start();
  socket.on('error', () => undefined);
  socket.write(
    'POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n',
  );
  // Its answer says that the request has begun there.
  await once(socket, 'data');
  await server.close();
});

it('has nothing behind an address that is none', async () => {
  const { server, socket, problems } = await start();
  socket.write('GET // HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n');
  const [bytes] = await once(socket, 'data');
  expect(String(bytes)).toMatch(/^HTTP\/1\.1 404 /u);
  expect(problems).toEqual([]);
  await server.close();
});
