import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeCanvas, type PracticeCanvas } from '../../../src/practice/canvas/practice-canvas.ts';
import { CliHouse } from '../../support/cli.ts';
import { listDocument, sourceDocument, sourcesDocument, syncDocument } from './documents.ts';

let house: CliHouse;
let canvas: PracticeCanvas;
const said: string[] = [];

beforeAll(async () => {
  house = await CliHouse.make();
  canvas = await startPracticeCanvas({ perPage: 100 });
  for (const { assignments } of canvas.data.courses)
    for (const assignment of assignments) if (assignment.id > 3003) assignment.state = 'deleted';
  await house.run(['init', '--practice']);
});
afterAll(async () => {
  await canvas.close();
  await house.remove();
});
const run = async (words: readonly string[], token = canvas.token) => {
  const result = await house.json(words, { env: { EVIDENCE_VAULT_SOURCE_SECRET: token } });
  said.push(result.stdout, result.stderr);
  return result;
};

it('connects a Canvas by the address of one of its pages and an access token, and copies from it', async () => {
  const { document, code } = await run(['source', 'add', 'canvas', '--url', `${canvas.url}/courses/201`]);
  expect(code).toBe(0);
  expect(sourceDocument.parse(document).source).toMatchObject({ type: 'canvas', state: 'new' });
  const synced = syncDocument.parse((await run(['sync'])).document).sources;
  expect(synced).toMatchObject([{ state: 'ok', failed: 0 }]);
  const { items } = listDocument.parse((await run(['list'])).document);
  expect(items.filter(({ kind }) => kind === 'attempt')).toHaveLength(12);
});

it('says when the token has ended, and goes on after signing in with a new one', async () => {
  const old = canvas.token;
  canvas.switches.renewToken();
  expect((await run(['sync'], old)).document).toMatchObject({
    sources: [{ error: { code: 'source.login-expired' } }],
  });
  const [source] = sourcesDocument.parse((await run(['source', 'list'])).document).sources;
  expect((await run(['source', 'sign-in', source?.id ?? '', '--token'])).code).toBe(0);
  expect(syncDocument.parse((await run(['sync'])).document).sources).toMatchObject([
    { state: 'ok', captured: 0 },
  ]);
  expect(said.join('\n')).not.toContain(old);
});

it('connects nothing with a token that is not good', async () => {
  const refused = await run(['source', 'add', 'canvas', '--url', canvas.url], '7~no-such-token-canary');
  expect(refused.code).toBe(5);
  expect(refused.document).toMatchObject({ error: { code: 'source.login-expired' } });
});

it('never says the token', () => {
  expect(said.length).toBeGreaterThan(3);
  expect(said.join('\n')).not.toContain(canvas.token);
  expect(said.join('\n')).not.toContain('7~no-such-token-canary');
});
