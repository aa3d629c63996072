import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliHouse } from '../../support/cli.ts';
import { demoDocument, errorDocument, verifyDocument } from './documents.ts';

describe('the demo', () => {
  let house: CliHouse;
  let shown: { readonly code: number | null; readonly stdout: string; readonly stderr: string };

  beforeAll(async () => {
    house = await CliHouse.make();
    shown = await house.spawn(['demo'], { env: { EVIDENCE_VAULT_PASSPHRASE: undefined } });
  });
  afterAll(() => house.remove());

  it('tells the whole story, and every step of it holds', () => {
    expect(shown.stdout).not.toContain('did not hold');
    expect(shown.code).toBe(0);
    for (const line of ['Northfield Training', 'Distinction', 'closes overnight', 'Refused: '])
      expect(shown.stdout).toContain(line);
    expect(shown.stdout).toMatch(/^(\d+) of \1 steps held\.$/mu);
  });

  it('leaves a bundle that verifies, a copy that does not, and a vault that opens', async () => {
    const [, bundle] = /^The bundle: +(\S+) /mu.exec(shown.stdout) ?? [];
    const [, vault, passphrase] = /^The vault: +(\S+) +\(passphrase: (.+)\)$/mu.exec(shown.stdout) ?? [];
    if (bundle === undefined || vault === undefined) throw new Error(shown.stdout);
    expect(bundle.startsWith(house.path('work', 'demo'))).toBe(true);
    const whole = await house.json(['verify', bundle]);
    expect(verifyDocument.parse(whole.document)).toMatchObject({ ok: true, practice: true });
    const damaged = (await readdir(join(bundle, '..'))).find((name) => name.includes('one-byte'));
    const refused = await house.json(['verify', join(bundle, '..', damaged ?? '')]);
    expect(refused.code).toBe(1);
    const listed = await house.run(['list', '--vault', vault], {
      env: { EVIDENCE_VAULT_PASSPHRASE: passphrase },
    });
    expect(listed.code).toBe(0);
    const [original, copy] = await Promise.all([
      readFile(bundle),
      readFile(join(bundle, '..', damaged ?? '')),
    ]);
    expect(copy).toHaveLength(original.length);
    let differing = 0;
    for (const [place, byte] of original.entries()) if (copy[place] !== byte) differing += 1;
    expect(differing).toBe(1);
  });

  it('puts everything where it is told to, and never among other files', async () => {
    const { code, document } = await house.json(['demo', '--keep', 'kept']);
    expect(code).toBe(0);
    const { steps, vault, bundle, verifier } = demoDocument.parse(document);
    expect(steps.length).toBeGreaterThanOrEqual(10);
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(vault).toBe(house.path('work', 'kept', 'vault'));
    expect(bundle).toBe(house.path('work', 'kept', 'evidence.zip'));
    expect(verifier).toBe(house.path('work', 'kept', 'evidence-vault-verifier.html'));
    expect(await readFile(verifier, 'utf8')).toContain("connect-src 'none'");
    const again = await house.json(['demo', '--keep', 'kept']);
    expect(again.code).toBe(2);
    expect(errorDocument.parse(again.document).error.code).toBe('input.exists');
  });
});
