import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CliHouse, outcomeOf } from '../../support/cli.ts';

const report = z.looseObject({
  type: z.literal('folder'),
  state: z.string(),
  captured: z.int(),
  unchanged: z.int(),
  failed: z.int(),
});

describe('sync --watch', () => {
  let house: CliHouse;

  beforeAll(async () => {
    house = await CliHouse.make();
    await mkdir(house.path('evidence'));
    await writeFile(house.path('evidence', 'first.txt'), 'the first day');
    await house.run(['init']);
    await house.run(['source', 'add', 'folder', house.path('evidence')]);
  });
  afterAll(() => house.remove());

  it('copies at once, again soon after a file appears, and ends well when it is stopped', async () => {
    const child = house.start(['sync', '--watch', '--every', '1440', '--json']);
    if (child.stdout === null) throw new Error('no output');
    const ended = outcomeOf(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<z.infer<typeof report>> => {
      const line = await lines.next();
      if (line.done === true) throw new Error(JSON.stringify(await ended));
      return report.parse(JSON.parse(line.value));
    };

    expect(await next()).toMatchObject({ state: 'ok', captured: 1 });
    await writeFile(house.path('evidence', 'second.txt'), 'the second day');
    // More than one sign may be given of one file, and it may be looked at before it is quiet.
    let captured = 0;
    while (captured === 0) captured = (await next()).captured;
    expect(captured).toBe(1);

    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, signal: null });
    const { document } = await house.json(['list']);
    expect(
      z
        .object({ items: z.array(z.looseObject({ name: z.string() })) })
        .parse(document)
        .items.map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['first.txt', 'second.txt']));
  });

  it('refuses an interval that is no number of minutes', async () => {
    const { code } = await house.run(['sync', '--watch', '--every', 'often']);
    expect(code).toBe(2);
  });
});
