import { afterEach, beforeEach, expect, it } from 'vitest';

import { startPracticeCanvas, type PracticeCanvas } from '../../../src/practice/canvas/practice-canvas.ts';
import { connectCanvas } from '../../../src/vault/connectors/canvas.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { entriesOf, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();
let canvas: PracticeCanvas;
let vault: WritableVault;
let source: string;
const options = { signal: noStop() };

beforeEach(async () => {
  canvas = await startPracticeCanvas({ perPage: 100 });
  for (const course of canvas.data.courses) course.enrolment = 'none';
  vault = await (await world()).write();
  source = (await connectCanvas(vault, { url: canvas.url, token: canvas.token }, options)).id;
});
afterEach(() => canvas.close());

it('keeps the token among the sealed settings, and the address and the account in the history', async () => {
  expect(vault.secrets.find(source)).toBe(canvas.token);
  const added = (await entriesOf(vault)).find(({ kind }) => kind === 'source-added');
  expect(added).toMatchObject({ type: 'canvas', settings: { url: canvas.url, account: '1001' } });
  expect(JSON.stringify(added)).not.toContain(canvas.token);
});

it('goes on with a new token of the same learner', async () => {
  canvas.switches.renewToken();
  expect(await syncSources(vault, options)).toMatchObject([{ state: 'login-expired' }]);
  await signIn(vault, source, { secret: { token: canvas.token } }, options);
  expect(await syncSources(vault, options)).toMatchObject([{ state: 'ok' }]);
});

it('takes neither a password, nor a wrong token, nor somebody else\u2019s, and keeps the one that it has', async () => {
  const attempt = (secret: { readonly token: string } | { readonly password: string }) =>
    signIn(vault, source, { secret }, options);
  await expect(attempt({ password: 'a password' })).rejects.toMatchObject({ code: 'source.login-refused' });
  await expect(attempt({ token: 'wrong' })).rejects.toMatchObject({ code: 'source.login-expired' });
  canvas.switches.tokenOf(1002);
  await expect(attempt({ token: canvas.token })).rejects.toMatchObject({
    code: 'source.refused',
    details: { reason: 'other-account' },
  });
  expect(await syncSources(vault, options)).toMatchObject([{ state: 'refused' }]);
  expect(vault.secrets.find(source)).toBe(canvas.token);
});

it('connects nothing where there is no Canvas', async () => {
  canvas.switches.failNext('/api/v1/users/self', 404);
  await expect(connectCanvas(vault, { url: canvas.url, token: canvas.token }, options)).rejects.toMatchObject(
    {
      code: 'source.not-canvas',
    },
  );
  expect(vault.index.sources.list()).toHaveLength(1);
});
