import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';
import { ImapServer } from '../../support/mail/imap-server.ts';
import { marked, rsaKey, signed } from '../../support/mail/signing.ts';
import { errorDocument, listDocument, sourceDocument, syncDocument } from './documents.ts';

const canary = 'canary-app-password-of-sam';
let house: CliHouse;
let server: ImapServer;

beforeAll(async () => {
  house = await CliHouse.make();
  server = await new ImapServer({ password: canary }).start();
  server.put('INBOX', await signed(marked, rsaKey()));
  server.put('INBOX', 'From: mum@home.test\r\nSubject: Dinner\r\n\r\nAt seven.\r\n');
  await house.run(['init']);
});
afterAll(async () => {
  await server.close();
  await house.remove();
});

const words = (): string[] => [
  ...['source', 'add', 'mailbox', '--host', '127.0.0.1', '--port', String(server.port), '--security', 'none'],
  ...['--username', server.username],
];
const env = { EVIDENCE_VAULT_SOURCE_SECRET: canary };

describe('a mailbox on the command line', () => {
  it('is not connected without a choice of senders or folders, nor with a wrong password', async () => {
    const unchosen = await house.json(words(), { env });
    expect(errorDocument.parse(unchosen.document).error.code).toBe('input.nothing-chosen');
    const wrong = await house.json([...words(), '--from', '@college.test'], {
      env: { EVIDENCE_VAULT_SOURCE_SECRET: 'wrong', EVIDENCE_VAULT_DEBUG: '1' },
    });
    expect(errorDocument.parse(wrong.document).error.code).toBe('source.login-refused');
    expect(wrong.code).toBe(5);
    expect(wrong.stderr).not.toContain(Buffer.from(`\0${server.username}\0wrong`).toString('base64'));
  });

  it('is connected, copied and signed in to again, and its password is nowhere to be seen', async () => {
    const runs = [
      await house.json([...words(), '--from', '@college.test', '--from', 'tutor@school.test'], { env }),
      await house.json(['sync']),
      await house.json(['source', 'sign-in', 'Mail at 127.0.0.1'], { env }),
      await house.json(['source', 'list']),
      await house.run(['sync']),
      await house.json(['list']),
    ] as const;
    const [added, synced, , , , listed] = runs;
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(sourceDocument.parse(added.document).source).toMatchObject({
      type: 'mailbox',
      name: 'Mail at 127.0.0.1',
      state: 'new',
    });
    expect(syncDocument.parse(synced.document).sources).toMatchObject([
      { state: 'ok', captured: 2, failed: 0 },
    ]);
    expect(listDocument.parse(listed.document).items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Unit 5: your work was marked', 'Unit 5: your work was marked.eml']),
    );
    for (const { stdout, stderr } of runs) expect(`${stdout}${stderr}`).not.toContain(canary);
  });
});

describe('mail as files on the command line', () => {
  it('says what it found before it keeps it', async () => {
    await writeFile(
      house.path('work', 'dinner.eml'),
      'From: ann@college.test\nSubject: Unit 6\n\nWell done.\n',
    );
    const dry = await house.json(['import', '--dry-run', 'dinner.eml']);
    expect(dry.document).toMatchObject({ previews: [{ format: 'mail', title: 'E-mail', captured: 2 }] });
    const kept = await house.json(['import', 'dinner.eml']);
    expect(kept.document).toMatchObject({ imports: [{ format: 'mail', state: 'ok', captured: 2 }] });
  });
});
