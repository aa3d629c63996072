import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { verifyCosignature, parseCosignature } from '../../../src/ledger/witness/cosignature.ts';
import { parseVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { WitnessedTestLog } from '../../support/anchors/witnessed-log.ts';
import { CliHouse, outcomeOf } from '../../support/cli.ts';

const servedDocument = z.object({
  witness: z.object({ url: z.string(), name: z.string(), key: z.string() }),
  logs: z.int(),
  trustOnFirstUse: z.boolean(),
});
const verified = z.looseObject({
  ok: z.boolean(),
  checks: z.array(z.looseObject({ id: z.string(), result: z.string(), detail: z.string().optional() })),
  items: z.array(
    z.looseObject({ dated: z.looseObject({ by: z.string(), authority: z.string() }).optional() }),
  ),
});

/** What a witness answers; undefined where its process is gone. */
async function heard(
  url: string,
  init: RequestInit,
): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch (thrown) {
    // All that fetch throws for a connection that cannot be made, or that breaks.
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

describe('a witness on the command line', () => {
  let house: CliHouse;
  const running: { end(signal: NodeJS.Signals): Promise<unknown> }[] = [];

  beforeAll(async () => {
    house = await CliHouse.make();
    await house.run(['init']);
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.end('SIGKILL');
  });
  afterAll(() => house.remove());

  /** Runs `witness serve` as a process of its own. */
  async function serve(words: readonly string[]) {
    const child = house.start(['witness', 'serve', '--port', '0', '--json', ...words]);
    if (child.stdout === null) throw new Error('no output');
    const ended = outcomeOf(child);
    const end = (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    };
    running.push({ end });
    const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (first.done === true) throw new Error(JSON.stringify(await ended));
    return { ...servedDocument.parse(JSON.parse(first.value)), end };
  }

  it('signs a learner’s history; the bundle shows who saw it to a reader who trusts them', async () => {
    const { witness, end } = await serve([
      '--dir',
      'w',
      '--trust-on-first-use',
      '--name',
      'awards.example/w',
    ]);
    expect(witness.name).toBe('awards.example/w');
    const added = await house.json(['witness', 'add', witness.url, witness.key]);
    expect(added).toMatchObject({ code: 0, document: { witness } });
    await writeFile(house.path('work', 'essay.txt'), 'an essay');
    expect((await house.run(['add', 'essay.txt'])).code).toBe(0);
    expect(await house.json(['witness', 'list'])).toMatchObject({
      document: { witnesses: [{ name: 'awards.example/w', due: true }] },
    });
    expect(await house.json(['witness', 'now'])).toMatchObject({
      code: 0,
      document: { cosigned: [{ witness: 'awards.example/w' }], failed: [] },
    });
    expect((await house.run(['export', '--out', 'b.zip'])).code).toBe(0);
    const report = async (words: readonly string[]) =>
      verified.parse((await house.json(['verify', 'b.zip', ...words])).document);
    const checkOf = ({ checks }: z.infer<typeof verified>) => checks.find(({ id }) => id === 'witnesses');

    const alone = await report([]);
    expect(alone.ok).toBe(true);
    expect(checkOf(alone)).toMatchObject({ result: 'not-checked', code: 'witness-not-trusted' });
    expect(checkOf(alone)?.detail).toContain('awards.example/w on 20');

    await house.run(['policy', 'new', '--out', 'policy.json']);
    await house.run(['policy', 'add', 'witness', witness.key, 'policy.json', '--name', 'Example Awards']);
    const trusted = await report(['--policy', 'policy.json']);
    expect(trusted.ok).toBe(true);
    expect(checkOf(trusted)).toMatchObject({ result: 'pass' });
    expect(checkOf(trusted)?.detail).toMatch(/^Seen by Example Awards on 20\S+Z \(\d+ entries\)\.$/u);
    expect(trusted.items.map(({ dated }) => dated?.authority)).toEqual(['Example Awards']);

    const people = await house.run(['verify', 'b.zip', '--policy', 'policy.json']);
    expect(people.stdout).toContain('Seen by Example Awards');

    expect(await end('SIGINT')).toMatchObject({ code: 0, signal: null });
    const away = await house.json(['witness', 'now']);
    expect(away).toMatchObject({
      code: 1,
      document: { failed: [{ error: { code: 'proof.witness-unreachable' } }] },
    });
    expect(await house.json(['witness', 'remove', 'awards.example/w'])).toMatchObject({ code: 0 });
    expect(await house.json(['witness', 'list'])).toMatchObject({ document: { witnesses: [] } });
  });

  it('of an awarding organisation signs a bundle, and later ones only if they go on from it', async () => {
    const cosign = (bundle: string) =>
      house.json(['witness', 'cosign', bundle, '--dir', 'ao', '--name', 'ao.example/w']);
    const made = z.looseObject({ bundle: z.string() });
    await writeFile(house.path('work', 'first.txt'), 'the first');
    await house.run(['add', 'first.txt']);
    const first = made.parse((await house.json(['export', '--out', 'first.zip'])).document);
    expect(await cosign('first.zip')).toMatchObject({
      code: 0,
      document: { ok: true, logs: [{ outcome: 'cosigned' }] },
    });
    expect(await cosign('first.zip')).toMatchObject({ code: 0 });

    await writeFile(house.path('work', 'second.txt'), 'the second');
    await house.run(['add', 'second.txt']);
    await house.run(['export', '--out', 'alone.zip']);
    expect(await cosign('alone.zip')).toMatchObject({
      code: 1,
      document: { ok: true, logs: [{ outcome: 'extension-not-shown' }] },
    });
    const words = ['export', '--extends', first.bundle, '--out', 'second.zip'];
    expect((await house.run(words)).code).toBe(0);
    expect(await cosign('second.zip')).toMatchObject({
      code: 0,
      document: { logs: [{ outcome: 'cosigned' }] },
    });
    expect(await cosign('first.zip')).toMatchObject({
      code: 1,
      document: { logs: [{ outcome: 'older-than-seen' }] },
    });
    expect((await house.run(['export', '--extends', 'b-0000000000', '--out', 'third.zip'])).code).toBe(2);
    expect((await house.run(['witness', 'cosign', 'first.zip', '--dir', 'ao'])).stdout).toContain(
      'an older one',
    );

    const bytes = await readFile(house.path('work', 'second.zip'));
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    await writeFile(house.path('work', 'altered.zip'), bytes);
    expect(await cosign('altered.zip')).toMatchObject({ code: 1, document: { ok: false, logs: [] } });
  });

  it('killed at any moment, never signs what contradicts what it signed before', async () => {
    const log = new WitnessedTestLog(400, 0);
    const headers = { 'evidence-vault-log-key': log.verifierKey };
    const signed: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { witness, end } = await serve(['--dir', 'killed', '--trust-on-first-use']);
      const key = parseVerifierKey(witness.key, 'cosignature');
      const post = async (oldSize: number, size: number, way: 'told' | 'retold') => {
        const body = log.request(oldSize, size, way);
        const answer = await heard(`${witness.url}add-checkpoint`, { method: 'POST', body, headers });
        if (answer === undefined) return undefined;
        const { status, text } = answer;
        if (status === 200) {
          expect(verifyCosignature(parseCosignature(text.trimEnd()), log.note(size, way), key)).toBe(true);
          signed.push(size);
        }
        return answer;
      };
      // What it signed before the kill it remembers; what it remembers may be one more, which nobody heard of.
      const asked = await post(0, 1, 'retold');
      if (asked === undefined) throw new Error('the witness is not there');
      const { status, text } = asked;
      if (round > 0) {
        expect(status).toBe(409);
        expect(Number(text)).toBeGreaterThanOrEqual(Math.max(...signed));
        expect((await post(Number(text), Number(text), 'told'))?.status).toBe(409);
        expect((await post(Number(text), 399, 'told'))?.status).toBe(422);
      }
      let size = round === 0 ? 1 : Number(text);
      const goOn = async (): Promise<void> => {
        while (size < 398) {
          const answer = await post(size, size + 1, 'retold');
          if (answer === undefined) return;
          expect(answer.status).toBe(200);
          size += 1;
        }
      };
      const before = signed.length;
      let ended = false;
      const going = goOn().finally(() => {
        ended = true;
      });
      const kill = async (): Promise<void> => {
        while (signed.length < before + 5 && !ended) await new Promise((resolve) => setTimeout(resolve, 1));
        await end('SIGKILL');
      };
      await Promise.all([going, kill()]);
      expect(signed.length).toBeGreaterThanOrEqual(before + 5);
    }
    expect(new Set(signed).size).toBe(signed.length);
  });

  it('says what it does not understand', async () => {
    for (const words of [
      ['witness', 'serve'],
      ['witness', 'serve', '--dir', 'x', '--port', '70000'],
      ['witness', 'serve', '--dir', 'x', '--port', '0', '--name', 'two words'],
      ['witness', 'serve', '--dir', 'x', '--port', '0', '--log', 'nonsense'],
      ['witness', 'add', 'http://example.org/', 'nonsense'],
    ])
      expect((await house.json(words)).code).toBe(2);
  });
});
