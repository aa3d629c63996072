import { expect, it } from 'vitest';

import { writeSettings } from '../../../src/store/settings.ts';
import { stampingSettings } from '../../../src/vault/timestamps/stamping-settings.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

it.each([
  ['stamping', { consent: 'perhaps' }],
  ['witnesses', [{ url: 'https://witness.example/' }]],
])('loses no sign-in where only the setting of %s makes no sense', async (name, bad) => {
  const at = await world();
  await at.using(async (vault) => {
    await vault.secrets.set('s-0123456789', 'a token');
    const value = { secrets: { 's-0123456789': 'a token' }, [name]: bad };
    await writeSettings(vault.port, vault.dir, vault.keys, { generation: 9, value });
  });
  const vault = await at.write();
  expect(vault.secrets.find('s-0123456789')).toBe('a token');
  expect(stampingSettings(vault).consent).toBe('not-asked');
  expect(vault.secrets.witnesses).toEqual([]);
});
