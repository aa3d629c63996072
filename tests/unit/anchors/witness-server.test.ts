import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createKeyPair } from '../../../src/crypto/sign.ts';
import { serveWitness, type RunningWitness } from '../../../src/anchors/witness-server.ts';
import { WitnessState } from '../../../src/anchors/witness-state.ts';
import { Witness, type WitnessRules } from '../../../src/anchors/witness.ts';
import { parseCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { encodeAddCheckpoint } from '../../../src/ledger/witness/add-checkpoint.ts';
import { parseCosignature, verifyCosignature } from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { WitnessedTestLog } from '../../support/anchors/witnessed-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const folder = temporaryFolders();
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const at = new Date('2026-11-22T10:00:00.500Z');

interface World {
  readonly server: RunningWitness;
  readonly witness: Witness;
  readonly state: WitnessState;
  readonly file: string;
  readonly problems: unknown[];
  readonly post: (
    body: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; text: string; type: string | null }>;
}

async function start(rules: Partial<WitnessRules> = {}, file?: string): Promise<World> {
  const place = file ?? join(await folder(), 'state', 'witness.db');
  const state = WitnessState.open(place, undefined);
  const witness = new Witness(
    nodeHashes,
    state,
    { trustOnFirstUse: true, mostLogs: 1000, ...rules },
    { now: () => at },
  );
  const problems: unknown[] = [];
  const server = await serveWitness(witness, {
    host: '127.0.0.1',
    port: 0,
    onProblem: (error) => problems.push(error),
  });
  open.push(
    () => {
      state.close();
    },
    () => server.close(),
  );
  const post: World['post'] = async (body, headers = {}) => {
    const response = await fetch(`${server.url}add-checkpoint`, { method: 'POST', body, headers });
    return {
      status: response.status,
      text: await response.text(),
      type: response.headers.get('content-type'),
    };
  };
  return { server, witness, state, file: place, problems, post };
}

const keyOf = (log: WitnessedTestLog): Record<string, string> => ({
  'evidence-vault-log-key': log.verifierKey,
});

describe('a witness’s server', () => {
  it('cosigns each checkpoint that extends the one before, with its own time', async () => {
    const { post, witness } = await start();
    const log = new WitnessedTestLog();
    let oldSize = 0;
    for (const size of [3, 3, 8, 20]) {
      const { status, text } = await post(log.request(oldSize, size), keyOf(log));
      expect(status).toBe(200);
      expect(text.endsWith('\n')).toBe(true);
      const cosignature = parseCosignature(text.slice(0, -1));
      expect(verifyCosignature(cosignature, log.note(size), witness.key)).toBe(true);
      expect(cosignature.time).toBe(Math.floor(at.getTime() / 1000));
      oldSize = size;
    }
  });

  it('names the size that it knows to whoever asks from another', async () => {
    const { post } = await start();
    const log = new WitnessedTestLog();
    await post(log.request(0, 8), keyOf(log));
    for (const oldSize of [0, 3, 9])
      expect(await post(log.request(oldSize, 12))).toEqual({
        status: 409,
        text: '8\n',
        type: 'text/x.tlog.size',
      });
    // An older checkpoint is not cosigned again, from whatever size.
    expect((await post(log.request(3, 5))).status).toBe(409);
    expect((await post(log.request(8, 5))).status).toBe(400);
  });

  it('cosigns no second history: neither at the same size nor beyond it', async () => {
    const { post, state } = await start();
    const log = new WitnessedTestLog();
    await post(log.request(0, 8), keyOf(log));
    expect(await post(log.request(8, 8, 'retold'))).toMatchObject({ status: 409, text: '8\n' });
    expect((await post(log.request(8, 12, 'retold'))).status).toBe(422);
    expect(state.find(log.origin)?.root).toEqual(parseCheckpoint(log.note(8)).root);
    expect((await post(log.request(8, 12))).status).toBe(200);
  });

  it('wants an empty proof from nothing, and the empty root of an empty tree', async () => {
    const { post } = await start();
    const log = new WitnessedTestLog();
    const proof = log.proof(3, 8);
    expect(
      (await post(encodeAddCheckpoint({ oldSize: 0, proof, note: log.note(8) }), keyOf(log))).status,
    ).toBe(422);
    expect((await post(log.request(0, 0), keyOf(log))).status).toBe(200);
    expect((await post(log.request(0, 8))).status).toBe(200);
  });

  it('believes no other key than the log’s own', async () => {
    const { post, state } = await start();
    const log = new WitnessedTestLog();
    const request = encodeAddCheckpoint({ oldSize: 0, proof: [], note: log.noteByAnotherKey(8) });
    expect((await post(request, keyOf(log))).status).toBe(403);
    expect(state.find(log.origin)).toBeUndefined();
    await post(log.request(0, 8), keyOf(log));
    expect((await post(request)).status).toBe(403);
  });

  it('takes a vault’s log unseen only with the key that its name is made from', async () => {
    const { post } = await start();
    const log = new WitnessedTestLog();
    const other = createKeyPair().publicKey;
    const foreign = {
      'evidence-vault-log-key': encodeVerifierKey({ name: log.origin, publicKey: other }, 'ed25519'),
    };
    expect((await post(log.request(0, 8))).status).toBe(404);
    expect((await post(log.request(0, 8), foreign)).status).toBe(404);
    expect((await post(log.request(0, 8), { 'evidence-vault-log-key': 'nonsense' })).status).toBe(404);
    expect((await post(log.request(0, 8), keyOf(log))).status).toBe(200);
  });

  it('without trust on first use knows only the logs that it was told of', async () => {
    const { post, state } = await start({ trustOnFirstUse: false });
    const [known, unknown] = [new WitnessedTestLog(), new WitnessedTestLog()];
    state.learn(known.origin, known.keys.publicKey);
    expect((await post(unknown.request(0, 8), keyOf(unknown))).status).toBe(404);
    expect((await post(known.request(0, 8))).status).toBe(200);
    expect(() => {
      state.learn(known.origin, unknown.keys.publicKey);
    }).toThrow(expect.objectContaining({ code: 'proof.key-mismatch' }));
  });

  it('takes no more new logs than it has room for, and serves those that it knows', async () => {
    const { post } = await start({ mostLogs: 1 });
    const [first, second] = [new WitnessedTestLog(), new WitnessedTestLog()];
    expect((await post(first.request(0, 8), keyOf(first))).status).toBe(200);
    expect((await post(second.request(0, 8), keyOf(second))).status).toBe(503);
    expect((await post(first.request(8, 9))).status).toBe(200);
  });

  it('answers what it does not understand with a code and nothing else', async () => {
    const { post, server, problems } = await start();
    expect((await post('')).status).toBe(400);
    expect((await post('old 1\n\nhello\n')).status).toBe(400);
    expect(
      (await fetch(`${server.url}add-checkpoint`, { method: 'POST', body: Uint8Array.of(0xff, 0xfe) }))
        .status,
    ).toBe(400);
    expect((await post('x'.repeat(65_537))).status).toBe(413);
    expect((await fetch(`${server.url}add-checkpoint`)).status).toBe(405);
    expect((await fetch(server.url)).status).toBe(404);
    expect(problems).toEqual([]);
  });

  it('stops reading a body that never ends', async () => {
    const { server } = await start();
    const { port } = new URL(server.url);
    const said = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ntransfer-encoding: chunked\r\n\r\n');
        for (let piece = 0; piece < 9; piece += 1) socket.write(`2000\r\n${'x'.repeat(0x2000)}\r\n`);
      });
      socket.on('data', (bytes) => {
        heard += bytes.toString();
        socket.destroy();
        resolve(heard);
      });
      socket.on('error', reject);
    });
    expect(said).toMatch(/^HTTP\/1\.1 413 /u);
  });

  it('when many ask at once, gives no two cosignatures that contradict each other', async () => {
    const { post, state } = await start();
    const log = new WitnessedTestLog(20, 4);
    await post(log.request(0, 4), keyOf(log));
    const asked = Array.from({ length: 120 }, (_, turn) => ({
      size: 5 + (turn % 16),
      way: turn % 3 === 0 ? ('retold' as const) : ('told' as const),
      // Many guess the size that is cosigned last, so that some are right.
      oldSize: 4 + ((turn * 7) % 16),
    }));
    const given = await Promise.all(
      asked.map(async ({ oldSize, size, way }) => {
        const { status } = await post(log.request(oldSize, size, way));
        return { status, size, way };
      }),
    );
    const cosigned = given.filter(({ status }) => status === 200);
    expect(cosigned.length).toBeGreaterThan(1);
    expect(new Set(cosigned.map(({ way }) => way)).size).toBe(1);
    expect(state.find(log.origin)?.size).toBe(Math.max(...cosigned.map(({ size }) => size)));
  });

  it('served twice from one file, is still one witness', async () => {
    const first = await start();
    const second = await start({}, first.file);
    const log = new WitnessedTestLog();
    expect(second.witness.key).toEqual(first.witness.key);
    expect((await first.post(log.request(0, 8), keyOf(log))).status).toBe(200);
    expect((await second.post(log.request(8, 12, 'retold'))).status).toBe(422);
    expect((await second.post(log.request(8, 12))).status).toBe(200);
    expect((await first.post(log.request(8, 9))).status).toBe(409);
  });

  it('whose disk fails signs nothing', async () => {
    const { post, state, problems } = await start();
    const log = new WitnessedTestLog();
    state.close();
    const { status, text } = await post(log.request(0, 8), keyOf(log));
    expect(status).toBe(500);
    expect(text).not.toContain('—');
    expect(problems).toHaveLength(1);
  });
});

describe('a witness’s file', () => {
  it('is for its owner’s eyes, and keeps name and key', async () => {
    const file = join(await folder(), 'witness.db');
    const first = WitnessState.open(file, 'example.org/witness');
    const { publicKey } = first.keys;
    first.close();
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    const again = WitnessState.open(file, undefined);
    expect(again.name).toBe('example.org/witness');
    expect(again.keys.publicKey).toEqual(publicKey);
    again.close();
    expect(() => WitnessState.open(file, 'another')).toThrow(
      expect.objectContaining({ code: 'input.usage' }),
    );
  });

  it('that is none is refused and left alone', async () => {
    const file = join(await folder(), 'witness.db');
    const { writeFileSync, readFileSync } = await import('node:fs');
    const text = 'this is not a database, whatever its name says; it is a letter. '.repeat(100);
    writeFileSync(file, text);
    expect(() => WitnessState.open(file, undefined)).toThrow(
      expect.objectContaining({ code: 'format.unknown' }),
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
