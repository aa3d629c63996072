import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { binPath, CliHouse, outcomeOf } from '../../support/cli.ts';
import { errorDocument } from './documents.ts';

describe.skipIf(process.platform === 'win32')('while a sync is under way', () => {
  let house: CliHouse;
  let provider: PracticeProvider;

  beforeAll(async () => {
    house = await CliHouse.make();
    provider = await startPracticeProvider();
    await house.run(['init', '--practice']);
    await writeFile(house.path('work', 'a.txt'), 'a');
    const { username, password } = provider.learner;
    await house.run(['source', 'add', 'moodle', '--url', provider.url, '--username', username], {
      env: { EVIDENCE_VAULT_SOURCE_SECRET: password },
    });
  });
  afterAll(async () => {
    await provider.close();
    await house.remove();
  });

  it('another writer is refused, readers are not, and Ctrl-C stops it cleanly', async () => {
    provider.switches.hang('pluginfile.php');
    const child = house.start(['sync', '--json']);
    const ended = outcomeOf(child);
    while (provider.requests.count('pluginfile.php') === 0) {
      if (child.exitCode !== null) throw new Error(JSON.stringify(await ended));
      await wait(20);
    }

    const writer = await house.json(['add', 'a.txt']);
    expect([errorDocument.parse(writer.document).error.code, writer.code]).toEqual(['access.in-use', 3]);
    expect((await house.run(['list'])).code).toBe(0);

    child.kill('SIGINT');
    // A launcher and a terminal may both pass the same keypress on.
    child.kill('SIGINT');
    const { code, signal, stdout } = await ended;
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(errorDocument.parse(JSON.parse(stdout)).error.code).toBe('internal.cancelled');

    provider.switches.clearFaults();
    expect((await house.run(['check', '--full'])).code).toBe(0);
    expect((await house.run(['sync'])).code).toBe(0);
  });

  it('nobody reading the output any more is no reason to complain', async () => {
    const words = ['-c', '"$@" | true', 'sh', process.execPath, binPath, 'list'];
    expect(await outcomeOf(house.startWith('/bin/sh', words))).toMatchObject({ code: 0, stderr: '' });
  });
});
