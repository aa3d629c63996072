import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { tamperings } from '../../support/bundle/tamperings.ts';

/** The recipe as people read it: the shell block of LAYOUT.md. */
const layout = readFileSync(new URL('../../../src/bundle/LAYOUT.md', import.meta.url), 'utf8');
const [, recipe = ''] = /```sh\n([^]*?)```/.exec(layout) ?? [];

const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const tools = ['unzip', 'sha256sum', 'sha512sum', 'openssl', 'sh', 'diff', 'find'];
const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
const hasBagit = works('python3', '-c', 'import bagit');

const vault = samsVault();
let folder = '';
let bundle: Uint8Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
  bundle = await makeBundle(vault);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Follows the recipe in an empty folder beside the bundle. */
function follow(name: string, bytes: Uint8Array): { readonly status: number | null; readonly said: string } {
  const place = join(folder, name);
  mkdirSync(join(place, 'empty'), { recursive: true });
  writeFileSync(join(place, 'bundle.zip'), bytes);
  const run = spawnSync('sh', ['-eu', '-c', recipe], { cwd: join(place, 'empty'), encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe.skipIf(missing.length > 0)(
  `checking a bundle by hand${missing.length > 0 ? ` (SKIPPED: no ${missing.join(', ')})` : ''}`,
  () => {
    it('has a recipe in the description of the layout', () => {
      for (const word of ['unzip', 'sha256sum -c', 'sha512sum -c', 'openssl pkeyutl -verify'])
        expect(recipe).toContain(word);
    });

    it('agrees with the verifier on a good bundle, and prints the vault id', () => {
      const { status, said } = follow('good', bundle);
      expect(said).toContain('Signature Verified Successfully');
      expect(said).toContain(vault.id);
      expect(said).not.toContain('FAILED');
      expect(status).toBe(0);
    });

    // What needs the verifier: history, and the rules about what the description says. 'Taken out' here is of files beside the payload.
    const byHand = new Set(['P1', 'P2', 'T1', 'T2', 'S1', 'S2', 'P5', 'Z1']);
    const oddlyFine = new Set(['a second signature by another key', 'something behind it']);
    for (const [number, { name, rule, make }] of tamperings.entries()) {
      if (!byHand.has(rule) || oddlyFine.has(name)) continue;
      it(`fails for ${name} too`, async () => {
        const { status, said } = follow(`case-${number}`, await make(bundle, vault));
        expect(status, said).not.toBe(0);
      });
    }

    it('takes out what it should and nothing beside', () => {
      follow('plain', bundle);
      expect(readdirSync(join(folder, 'plain', 'empty')).filter((name) => name !== 'found')).toEqual([
        'evidence-vault-b-0123456789',
      ]);
    });

    it('passes unzip’s own test of the archive', () => {
      const path = join(folder, 'test.zip');
      writeFileSync(path, bundle);
      expect(spawnSync('unzip', ['-tq', path], { encoding: 'utf8' }).stdout).toContain('No errors detected');
    });

    it.skipIf(!hasBagit)(`is a bag for bagit.py${hasBagit ? '' : ' (SKIPPED: Python has no bagit)'}`, () => {
      follow('bag', bundle);
      const bag = join(folder, 'bag', 'empty', 'evidence-vault-b-0123456789');
      const run = spawnSync('python3', ['-m', 'bagit', '--validate', bag], { encoding: 'utf8' });
      expect(run.status, run.stderr).toBe(0);
    });
  },
);
