import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { collectLicences } from '../../../electron/tooling/collect-licences.ts';
import { inCheckout } from '../../../electron/tooling/places.ts';

describe('the list of licences that Settings shows', () => {
  const now = collectLicences(inCheckout());

  it('is what the installed packages say today', () => {
    const shown: unknown = JSON.parse(
      readFileSync(inCheckout('renderer', 'features', 'settings', 'licences.json'), 'utf8'),
    );
    expect(shown, 'run `node electron/tooling/write-licences.ts`').toEqual(now);
  });

  it('names what the page and the engine are made of, and what those need', () => {
    const names = new Set(now.parts.map(({ name }) => name));
    for (const name of [
      'electron',
      'react',
      'react-stately',
      'zod',
      'libsodium-sumo',
      'better-sqlite3-multiple-ciphers',
    ])
      expect(names).toContain(name);
    expect(names).not.toContain('vite');
  });

  it('holds only licences that let the app be handed on', () => {
    for (const { name, licence } of now.parts)
      expect(licence, name).toMatch(
        /^\(?(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|0BSD|OFL-1\.1|Bitstream-Vera|Python-2\.0|MPL-2\.0)/u,
      );
  });

  it('gives each part the text of its licence, but for the few packages that bring none', () => {
    const without = now.parts.filter(({ texts }) => texts.length === 0).map(({ name }) => name);
    expect(without).toEqual([
      '@nodable/entities',
      '@tokenizer/token',
      'brotli',
      'byte-length',
      'client-only',
      'data-uri-to-buffer',
      'dfa',
      'fontkit',
      'lazy-val',
      'saxes',
    ]);
    expect(now.parts.flatMap(({ texts }) => texts).every((place) => (now.texts[place] ?? '') !== '')).toBe(
      true,
    );
  });
});
