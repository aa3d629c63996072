import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { marked, rsaKey, signed } from '../../support/mail/signing.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { collect } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

const withFile =
  'From: ann@college.test\r\nSubject: Feedback\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee the zeppelin.\r\n--x\r\nContent-Type: text/plain; name="../fb.txt"\r\nContent-Disposition: attachment; filename="../fb.txt"\r\n\r\nGood.\r\n--x--\r\n';
const plain = 'From: bob@college.test\r\nSubject: Note\r\n\r\nA note.\r\n';
const mboxOf = (...messages: readonly string[]): string =>
  messages
    .map((raw) => `From a@college.test Mon Jan  5 10:00:00 2026\r\n${raw.replace(/^(>*From )/gm, '>$1')}\r\n`)
    .join('');

async function put(root: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), bytes, 'latin1');
  }
  return root;
}

function recordOf(vault: OpenVault, key: string): JsonObject {
  const found = listItems(vault).find(({ id }) => showItem(vault, id).key.startsWith(key));
  if (found === undefined) throw new Error(`no ${key}`);
  return showItem(vault, found.id).latest?.record ?? {};
}

async function rawsOf(vault: OpenVault): Promise<string[]> {
  const sources = listItems(vault).filter(({ id }) => showItem(vault, id).key.startsWith('message-source/'));
  const raws = await Promise.all(
    sources.map(async ({ sha256 = '', size = 0 }) =>
      (await collect(openContent(vault, { sha256, size }))).toString('latin1'),
    ),
  );
  return raws.sort();
}

it('takes an e-mail byte for byte, with its attachment beside it, and finds it by its words', async () => {
  const at = await world();
  const vault = await at.write();
  const { report } = await importAsForeseen(vault, await at.file('one.eml', withFile));
  expect(report).toMatchObject({ format: 'mail', title: 'E-mail', state: 'ok', captured: 3 });
  expect(await rawsOf(vault)).toEqual([withFile]);
  expect(recordOf(vault, 'attachment/')).toMatchObject({ name: '../fb.txt', role: 'attachment' });
  expect(searchItems(vault, 'zeppelin').map(({ name }) => name)).toContain('Feedback');
  const again = await importAsForeseen(vault, await at.file('copy of one.eml', withFile));
  expect(again.report).toMatchObject({ captured: 0, unchanged: 3 });
});

it('takes the same message out of an .eml, an mbox, a folder and a zip as one', async () => {
  const at = await world();
  const vault = await at.write();
  const quoting = `${plain}\r\nFrom here on\r\n`;
  await importAsForeseen(vault, await at.file('one.eml', withFile));
  const { report } = await importAsForeseen(
    vault,
    await at.file('Inbox', mboxOf(withFile, plain, quoting, plain)),
  );
  expect(report).toMatchObject({ title: 'Mailbox file', state: 'ok', captured: 4, unchanged: 3 });
  const folder = await put(join(at.root, 'mail'), {
    'cur/1:2,S': quoting,
    'new/2': plain,
    'b/one.eml': withFile,
  });
  expect((await importAsForeseen(vault, folder)).report).toMatchObject({
    title: 'Folder of e-mails',
    captured: 0,
    unchanged: 7,
  });
  const zip = rawZip([
    { name: 'a.eml', data: plain },
    { name: 'all.mbox', data: mboxOf(withFile) },
    { name: 'read me.txt', data: 'Exported.' },
  ]);
  expect((await importAsForeseen(vault, await at.file('mail.zip', zip))).report).toMatchObject({
    format: 'mail',
    captured: 1,
    unchanged: 5,
  });
  expect(await rawsOf(vault)).toEqual([withFile, plain, quoting].sort());
});

it('says how a message stood in its mbox, so that the file can be made again', async () => {
  const at = await world();
  const vault = await at.write();
  await importAsForeseen(vault, await at.file('Inbox', mboxOf(`${plain}\r\nFrom here on\r\n`)));
  const [item] = listItems(vault).filter(({ kind }) => kind === 'message');
  expect(showItem(vault, item?.id ?? '').latest?.provenance).toMatchObject({
    method: 'import',
    mbox: {
      separator: 'From a@college.test Mon Jan  5 10:00:00 2026',
      start: 46,
      variant: 'mboxrd',
      unquoted: 1,
      unquotedLines: [6],
    },
  });
});

it('keeps a signed message whose key cannot be had any more, and does not call it wrong', async () => {
  const at = await world();
  const vault = await at.write();
  const { report } = await importAsForeseen(vault, await at.file('old.eml', await signed(marked, rsaKey())));
  expect(report).toMatchObject({ state: 'ok', captured: 2 });
  expect(recordOf(vault, 'message/').dkim).toMatchObject({
    state: 'not-checked',
    signatures: [{ result: 'not-checked', code: 'key-gone', domain: 'college.test' }],
  });
});

it('keeps what stands in a broken message, and what stands beside messages', async () => {
  const at = await world();
  const vault = await at.write();
  const broken = `From: a@b.test\r\nSubject: Broken\r\n${'X: y\r\n'.repeat(60_000)}\r\nhello`;
  const folder = await put(join(at.root, 'mail'), {
    'one.eml': plain,
    'two.eml': broken,
    'three.eml': 'no message at all',
    'picture.png': Buffer.from('89504e470d0a1a0a', 'hex'),
    'outlook.msg': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  });
  const { report } = await importAsForeseen(vault, folder);
  expect(report).toMatchObject({ format: 'mail', state: 'ok', notices: ['outlook-message-not-read'] });
  expect(await rawsOf(vault)).toEqual([plain, broken].sort());
  expect(report.items.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['three.eml', 'picture.png', 'outlook.msg']),
  );
});

it('keeps an Outlook message as a file, and says that it was not read', async () => {
  const at = await world();
  const vault = await at.write();
  const bytes = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  const { report } = await importAsForeseen(vault, await at.file('Marked.msg', bytes));
  expect(report).toMatchObject({
    format: 'file',
    title: 'Outlook message',
    notices: ['outlook-message-not-read'],
    captured: 1,
  });
});

it('takes a folder in which e-mails are few for what it is', async () => {
  const at = await world();
  const vault = await at.write();
  const folder = await put(join(at.root, 'work'), {
    'a.pdf': '%PDF-1.7',
    'b.pdf': '%PDF-1.7 b',
    'c.eml': plain,
  });
  expect((await importAsForeseen(vault, folder)).report.format).toBe('archive');
});
