import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { builtVerifier, makeVerifier } from '../../electron/tooling/build-verifier.ts';
import { CliHouse } from '../support/cli.ts';

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

describe('the built verifier page', () => {
  let house: CliHouse;
  beforeAll(async () => {
    house = await CliHouse.make();
  });
  afterAll(() => house.remove());

  it('has the same bytes each time it is built', async () => {
    const [once, again] = [await makeVerifier(), await makeVerifier()];
    expect(sha256(again)).toBe(sha256(once));
    expect(sha256(await readFile(builtVerifier))).toBe(sha256(once));
    expect(await readFile(`${builtVerifier}.sha256`, 'utf8')).toBe(
      `${sha256(once)}  evidence-vault-verifier.html\n`,
    );
  });

  it('is one file that names nothing to be loaded, under a policy that allows only itself', async () => {
    const page = await readFile(builtVerifier, 'utf8');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(page) ?? [];
    expect(policy.replaceAll(/'sha256-[A-Za-z0-9+/]{43}='/gu, "'its hash'")).toBe(
      "default-src 'none'; script-src 'its hash' 'wasm-unsafe-eval'; style-src 'its hash'; connect-src 'none'; " +
        "worker-src blob:; img-src blob: data:; font-src data:; base-uri 'none'; form-action 'none'",
    );
    const markup = page.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gu, '<$1>');
    expect(markup).not.toMatch(/\b(?:src|href)="(?!data:)/u);
    expect(page.match(/<script/gu)).toHaveLength(1);
  });

  it('carries the licences of all that is in it', async () => {
    const page = await readFile(builtVerifier, 'utf8');
    const [, licences = ''] = /<template id="licences">([\s\S]*?)<\/template>/u.exec(page) ?? [];
    for (const name of [
      'react',
      'libsodium-wrappers-sumo',
      'zod',
      '@fontsource-variable/atkinson-hyperlegible-next',
    ])
      expect(licences).toMatch(new RegExp(`<section title="${name} \\d[^"]+: [^"]+"><pre>`, 'u'));
    expect(licences).toContain('Permission is hereby granted');
    expect(licences).not.toContain('electron-updater');
  });

  it('is saved by the command line, which says its SHA-256 and overwrites nothing unasked', async () => {
    const out = house.path('page.html');
    const saved = await house.json(['verifier', '--out', out]);
    const page = await readFile(out);
    expect(saved).toMatchObject({ code: 0, document: { out, size: page.length, sha256: sha256(page) } });
    expect(sha256(page)).toBe(sha256(await readFile(builtVerifier)));
    expect(await house.json(['verifier', '--out', out])).toMatchObject({
      code: 2,
      document: { error: { code: 'input.exists' } },
    });
    expect(await house.json(['verifier', '--out', out, '--force'])).toMatchObject({ code: 0 });
    expect(await house.json(['verifier'])).toMatchObject({
      code: 2,
      document: { error: { code: 'input.usage' } },
    });
  });
});
