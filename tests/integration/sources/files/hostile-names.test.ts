import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createFilesSource } from '../../../../src/sources/files/files-source.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();
const source = (path: string) => createFilesSource({ app: 'evidence-vault/test', paths: [path] });

const special = [
  '..\\..\\evil.txt',
  'CON',
  'a\nb\r\tc',
  '-rf',
  '$(reboot)`reboot`',
  '100%25%FF%',
  '\u202egnp.exe',
  'e\u0301 and \u00e9',
  'ﬁ.txt',
  ' leading and trailing ',
  'trailing.',
  '\ufeffbom',
  '__proto__',
  'constructor',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE items; --",
  '𝒩ame 👩🏽‍🎓.pdf',
  'x'.repeat(255),
  '\u0001\u007f',
];

/** Names of a Linux file system: any bytes but `/` and NUL. */
const anyName = fc
  .uint8Array({ minLength: 1, maxLength: 60 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x5f : byte))))
  .filter((name) => !name.equals(Buffer.from('.')) && !name.equals(Buffer.from('..')));

describe.skipIf(process.platform !== 'linux')('hostile file names (Linux, whose names are any bytes)', () => {
  it('survive byte for byte, ten thousand of them, and are unchanged the second time', async () => {
    const folder = await makeFolder();
    const names = new Map<string, Buffer>();
    for (const name of special.map((text) => Buffer.from(text))) names.set(name.toString('hex'), name);
    const random = fc.sample(anyName, { numRuns: 9_990, seed: 7 });
    for (const name of random) names.set(name.toString('hex'), name);
    for (let i = 0; names.size < 10_000; i += 1) {
      const name = Buffer.from([0xff, ...Buffer.from(`filled up ${String(i)}`)]);
      names.set(name.toString('hex'), name);
    }
    const paths = [...names.values()].map((name) => Buffer.concat([Buffer.from(`${folder}/`), name]));
    for (let at = 0; at < paths.length; at += 200)
      await Promise.all(paths.slice(at, at + 200).map((path) => writeFile(path, path)));

    const sink = new RememberingSink();
    expect(await sink.pull(source(folder))).toStrictEqual({ state: 'ok' });

    expect(sink.counts()).toStrictEqual({ captured: names.size });
    const kept = new Set<string>();
    for (const [key, versions] of sink.versions) {
      const { observation, bytes } = versions[0] ?? expect.unreachable();
      const { name, nameBytes, path, pathBytes } = observation.record;
      const trueName = bytesOf(name, nameBytes);
      kept.add(trueName.toString('hex'));
      // Each file holds its own path, so that none can be taken for another.
      expect(bytes.equals(bytesOf(path, pathBytes))).toBe(true);
      expect(bytes.subarray(folder.length + 1).equals(trueName)).toBe(true);
      expect(key.isWellFormed() && observation.name.isWellFormed()).toBe(true);
    }
    expect(kept).toStrictEqual(new Set(names.keys()));

    await sink.pull(source(folder));
    expect(sink.counts()).toStrictEqual({ unchanged: names.size });
  });

  it('survive in folders as well, as long as the system can open them', async () => {
    const folder = await makeFolder();
    const deep = Array.from({ length: 12 }, (_, level) => `${'d'.repeat(250)}${String(level)}`).join('/');
    await mkdir(join(folder, deep), { recursive: true });
    await writeFile(join(folder, deep, 'end.txt'), 'deep');
    const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xfe, 0x0a])]);
    await mkdir(odd);
    await writeFile(Buffer.concat([odd, Buffer.from('/inside.txt')]), 'odd');
    const sink = new RememberingSink();
    await sink.pull(source(folder));
    expect(sink.keys('captured')).toStrictEqual([`${folder}/%FE\n/inside.txt`, `${folder}/${deep}/end.txt`]);
    const inside = sink.versions.get(`${folder}/%FE\n/inside.txt`)?.[0];
    expect(inside?.bytes.toString()).toBe('odd');
    expect(inside?.observation.record).toMatchObject({ name: 'inside.txt' });
    expect(inside?.observation.record).toHaveProperty('pathBytes');
  });
});

function bytesOf(text: unknown, base64: unknown): Buffer {
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  if (typeof text !== 'string') return expect.unreachable();
  return Buffer.from(text);
}
