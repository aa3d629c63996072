import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VaultError } from '../../../src/base/errors.ts';
import { CommandContext } from '../../../src/cli/context.ts';
import { damageCopy } from '../../../src/cli/demo/damage-copy.ts';
import { makeDemoFolder } from '../../../src/cli/demo/demo-folder.ts';
import { expectThat, Story } from '../../../src/cli/demo/story.ts';
import { surroundingsOf } from './terminal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-vault-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const newStory = (): Story => new Story(new CommandContext(surroundingsOf({}), {}));

describe('the story', () => {
  it('does not call a step good that did not hold, and goes on', async () => {
    const story = newStory();
    const broken = await story.step('one', 'First.', async () => {
      expectThat(1 + 1 === 3, 'one and one are not three');
    });
    expect(broken).toBeUndefined();
    expect(await story.step('two', 'Then.', async () => 'done')).toBe('done');
    story.skip('three');
    expect(story.ok).toBe(false);
    expect(story.steps).toMatchObject([
      { name: 'one', ok: false, problem: 'one and one are not three' },
      { name: 'two', ok: true },
      { name: 'three', ok: false },
    ]);
  });

  it('counts an error as a step that did not hold', async () => {
    const story = newStory();
    await story.step('one', 'First.', () => Promise.reject(new VaultError('storage.full')));
    expect(story.steps).toMatchObject([{ ok: false, problem: expect.stringContaining('[storage.full]') }]);
  });

  it('ends when it is stopped', async () => {
    const stopped = newStory().step('one', 'First.', () =>
      Promise.reject(new VaultError('internal.cancelled')),
    );
    await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('the changed copy', () => {
  it('differs in one byte inside the file that was meant, not where its name is merely mentioned', async () => {
    const header = Buffer.alloc(30);
    header.write('PK\u0003\u0004', 'latin1');
    const name = Buffer.from('bundle/data/report.pdf');
    header.writeUInt16LE(name.length, 26);
    header.writeUInt16LE(4, 28);
    const before = Buffer.concat([Buffer.from('a manifest names bundle/data/report.pdf\n'), header, name]);
    const bytes = Buffer.concat([before, Buffer.alloc(4), Buffer.from('0123456789'), Buffer.from('end')]);
    const original = join(folder, 'bundle.zip');
    const copy = join(folder, 'copy.zip');
    await writeFile(original, bytes);
    expect(await damageCopy(original, 'data/report.pdf', 10, copy)).toBe(true);
    const expected = Buffer.from(bytes);
    const place = before.length + 4 + 5;
    expected.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    expect((await readFile(copy)).equals(expected)).toBe(true);
    expect(await damageCopy(original, 'data/other.pdf', 10, copy)).toBe(false);
  });
});

describe('the demo’s folder', () => {
  it('is a new one for every run', async () => {
    const at = (second: number): Promise<{ folder: string }> =>
      makeDemoFolder(folder, undefined, new Date(Date.UTC(2026, 10, 21, 22, 33, second)));
    expect((await at(1)).folder).toBe(join(folder, 'demo', '2026-11-21-223301-000'));
    expect((await at(2)).folder).toBe(join(folder, 'demo', '2026-11-21-223302-000'));
  });

  it('is never one that holds other things', async () => {
    await expect(makeDemoFolder(folder, folder, new Date())).rejects.toMatchObject({ code: 'input.exists' });
    await writeFile(join(folder, 'a file'), '');
    await expect(makeDemoFolder(folder, join(folder, 'a file', 'x'), new Date())).rejects.toMatchObject({
      code: 'storage.read-only',
    });
  });
});
