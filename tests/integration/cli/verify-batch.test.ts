import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { CliHouse, outcomeOf } from '../../support/cli.ts';
import { errorDocument } from './documents.ts';

let house: CliHouse;
const work = (...names: string[]): string => house.path('work', ...names);

beforeAll(async () => {
  house = await CliHouse.make();
  const good = await makeBundle(samsVault());
  const altered = good.slice();
  altered.set(Buffer.from('<!DOCTYPE'), Buffer.from(good).indexOf('<!doctype html>'));
  mkdirSync(work('sent', 'centre-2'), { recursive: true });
  for (const name of ['a.zip', 'b.zip', 'centre-2/c.zip']) writeFileSync(work('sent', name), good);
  writeFileSync(work('sent', 'altered.zip'), altered);
  writeFileSync(work('good.zip'), good);
});
afterAll(() => house.remove());

const linesOf = (stdout: string): unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('verify with a folder', () => {
  it('prints one line of JSON a bundle, in order, and a summary', async () => {
    const { stdout, code } = await house.run(['verify', 'sent', '--jobs', '2', '--json']);
    expect(linesOf(stdout)).toMatchObject([
      { file: work('sent', 'a.zip'), verdict: 'incomplete' },
      { file: work('sent', 'altered.zip'), verdict: 'fail' },
      { file: work('sent', 'b.zip'), verdict: 'incomplete' },
      { file: work('sent', 'centre-2', 'c.zip'), verdict: 'incomplete' },
      { summary: { bundles: 4, good: 0, incomplete: 3, failed: 1, unreadable: 0 } },
    ]);
    expect(code).toBe(1);
  });

  it('tells people one line a bundle, what does not hold, and how many came out how', async () => {
    const { stdout, code } = await house.run(['verify', 'sent', 'missing.zip', '--jobs', '1']);
    expect(code).toBe(2);
    const name = ['sent', 'altered.zip'].join(process.platform === 'win32' ? '\\' : '/');
    expect(stdout).toMatch(/^\[open\] sent.a\.zip: .*not everything could be checked/mu);
    expect(stdout).toContain(`[NO]   ${name}:`);
    expect(stdout).toMatch(/^ +- data\/index\.html: .*\[payload-altered\]$/mu);
    expect(stdout).toMatch(/^\[--\] {3}missing\.zip: .*\[input\.path-missing\]/mu);
    expect(stdout).toContain('5 bundles:');
    expect(stdout).toContain('  1 not as signed');
    expect(stdout).toContain('  1 that could not be read');
  });

  it('refuses a folder without bundles and a number of jobs that is none', async () => {
    mkdirSync(work('nothing'));
    const code = async (words: readonly string[]): Promise<unknown> =>
      errorDocument.parse((await house.json(words)).document).error.code;
    expect(await code(['verify', 'nothing'])).toBe('input.nothing-chosen');
    for (const jobs of ['0', '1.5', 'many'])
      expect(await code(['verify', 'sent', '--jobs', jobs])).toBe('input.usage');
    expect(await code(['verify', 'sent', '--expect-key', 'no key'])).toBe('input.usage');
  });

  const noCtrlC = process.platform === 'win32';
  const skipped = noCtrlC ? ' (SKIPPED: Windows has no signal that another program can send)' : '';
  it.skipIf(noCtrlC)(`is stopped by Ctrl-C, and ends at once${skipped}`, async () => {
    mkdirSync(work('many'));
    for (let at = 0; at < 3000; at += 1)
      writeFileSync(work('many', `${String(at).padStart(4, '0')}.zip`), readFileSync(work('good.zip')));
    const child = house.start(['verify', 'many', '--json', '--jobs', '1']);
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGINT');
    const { code, signal, stdout } = await ended;
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    const lines = linesOf(stdout);
    expect(lines.length).toBeLessThan(3000);
    expect(lines[0]).toMatchObject({ verdict: 'incomplete' });
    expect(errorDocument.parse(lines.at(-1)).error.code).toBe('internal.cancelled');
  });
});

describe('verify --report', () => {
  it('writes a page about one bundle, and prints what it always prints', async () => {
    const { document, code } = await house.json(['verify', 'good.zip', '--report', 'one.html']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ file: work('good.zip'), verdict: 'incomplete' });
    expect(readFileSync(work('one.html'), 'utf8')).toContain('good.zip');
  });

  it('writes a page about many, with those that could not be read', async () => {
    await house.run(['verify', 'sent', 'missing.zip', '--report', 'many.html']);
    const text = readFileSync(work('many.html'), 'utf8');
    for (const name of ['a.zip', 'altered.zip', 'c.zip', 'missing.zip']) expect(text).toContain(name);
    expect(text).toMatch(/Does not hold<\/dt>\s*<dd>1</u);
  });

  it('replaces no report unless asked to', async () => {
    writeFileSync(work('there.html'), 'mine');
    const refused = await house.json(['verify', 'good.zip', '--report', 'there.html']);
    expect(errorDocument.parse(refused.document).error.code).toBe('input.exists');
    expect(readFileSync(work('there.html'), 'utf8')).toBe('mine');
    expect((await house.run(['verify', 'good.zip', '--report', 'there.html', '--force'])).code).toBe(0);
    expect(readFileSync(work('there.html'), 'utf8')).toContain('good.zip');
    expect(readdirSync(work()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
