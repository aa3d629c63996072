import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { appName, appVersion } from '../../../src/vault/app.ts';

it('has the version of package.json', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  expect(appVersion).toBe(version);
  expect(appName).toBe(`evidence-vault/${version}`);
});
