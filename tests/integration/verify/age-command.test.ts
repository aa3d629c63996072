import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openEncrypted } from '../../../src/bundle/encrypted/encrypted-file.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { createAgeKeyPair, parseAgeIdentities } from '../../../src/crypto/age/age-keys.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const missing =
  spawnSync('age', ['--version']).status !== 0 || spawnSync('age-keygen', ['--version']).status !== 0;
const folder = temporaryFolders();
const plain = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 31) & 255);

describe.skipIf(missing)(`the age command${missing ? ' (SKIPPED: age is not installed)' : ''}`, () => {
  it('opens what we encrypt', async () => {
    const dir = await folder();
    const { identity, recipient } = await createAgeKeyPair();
    writeFileSync(join(dir, 'key.txt'), `${identity}\n`);
    writeFileSync(join(dir, 'ours.age'), await encrypt(plain, [recipient]));
    const found = execFileSync('age', ['-d', '-i', join(dir, 'key.txt'), join(dir, 'ours.age')]);
    expect(Buffer.compare(found, plain)).toBe(0);
  });

  it('encrypts what we open, with a key of its own making', async () => {
    const dir = await folder();
    execFileSync('age-keygen', ['-o', join(dir, 'key.txt')], { stdio: 'pipe' });
    const text = readFileSync(join(dir, 'key.txt'), 'utf8');
    const recipient = /age1[a-z0-9]+/u.exec(text)?.[0] ?? '';
    const theirs = execFileSync('age', ['-r', recipient], { input: plain });
    const opened = await openEncrypted(memoryAccess(new Uint8Array(theirs)), parseAgeIdentities(text));
    if (!opened.ok) throw new Error(opened.problem);
    expect(Buffer.compare(await opened.file.read(0, plain.length), plain)).toBe(0);
  });
});
