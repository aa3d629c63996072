import { describe, expect, it } from 'vitest';

import type { Source } from '../../../../src/sources/source.ts';
import { codeOf, mail, mailbox, raws, serverWith, subjects } from '../../../support/mail/mailbox-world.ts';
import { directoryOf, marked, rsaKey, signed } from '../../../support/mail/signing.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';

describe('a mailbox', () => {
  it('gives each message byte for byte, with its attachments, and where it came from', async () => {
    const server = await serverWith();
    const raw = `From: ann@college.test\r\nSubject: Unit 1\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee \xe9.\r\n--x\r\nContent-Type: application/pdf; name=fb.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n`;
    server.put('INBOX', raw);
    const sink = new RememberingSink();
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    expect(raws(sink)).toEqual([raw]);
    const [message] = sink.list('message/');
    const [source] = sink.list('message-source/');
    const [attachment] = sink.list('attachment/');
    expect(message?.record).toMatchObject({
      channel: 'e-mail',
      subject: 'Unit 1',
      raw: source?.item,
      items: [attachment?.item],
      dkim: { state: 'unsigned', signatures: [] },
    });
    expect(source?.record).toMatchObject({ role: 'message-source', partOf: message?.item });
    expect(attachment?.record).toMatchObject({ role: 'attachment', name: 'fb.pdf', partOf: message?.item });
    expect(sink.versions.get(attachment?.key ?? '')?.[0]?.bytes.toString()).toBe('%PDF');
    expect(sink.versions.get(message?.key ?? '')?.[0]?.observation.provenance).toMatchObject({
      method: 'imap',
      address: `imap://127.0.0.1:${String(server.port)}/INBOX;UIDVALIDITY=1000/;UID=1`,
      internalDate: '2026-01-05T10:00:02.000Z',
      sizeClaimed: raw.length,
    });
  });

  it('takes mail of the chosen senders and nobody else', async () => {
    const server = await serverWith();
    for (const from of [
      'ann@college.test',
      'x@mail.college.test',
      'ann@college.test.elsewhere.test',
      'mum@home.test',
      'notcollege.test@home.test',
      'tutor@school.test',
    ])
      server.put('INBOX', mail(server.folders.get('INBOX')?.messages.length ?? 0, from));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server, { senders: ['@College.test', 'tutor@school.test'] }));
    expect(subjects(sink)).toEqual(['Unit 0', 'Unit 1', 'Unit 5']);
    // What is not wanted is not asked for either.
    const asked = server.commands.filter((line) => line.includes('BODY.PEEK'));
    expect(asked).toEqual([expect.stringContaining('UID FETCH 1,2,6 ')]);
  });

  it('looks in every folder but rubbish, drafts and junk if none is chosen, and in the one that holds all if there is one', async () => {
    const server = await serverWith();
    for (const [index, path] of ['INBOX', 'College', 'Junk', 'Trash'].entries())
      server.put(path, mail(index));
    for (const [path, use] of [
      ['Junk', '\\Junk'],
      ['Trash', '\\Trash'],
    ] as const)
      Object.assign(server.folders.get(path) ?? {}, { use });
    const sink = new RememberingSink();
    await sink.pull(mailbox(server, { folders: [] }));
    expect(subjects(sink)).toEqual(['Unit 0', 'Unit 1']);
    server.put('All', mail(7));
    Object.assign(server.folders.get('All') ?? {}, { use: '\\All' });
    const another = new RememberingSink();
    await another.pull(mailbox(server, { folders: [] }));
    expect(subjects(another)).toEqual(['Unit 7']);
  });

  it('changes nothing: folders are examined, bytes are peeked at, no flag is set', async () => {
    const server = await serverWith();
    server.put('INBOX', mail(1));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    const verbs = new Set(
      server.commands.map((line) => (/^(?:UID )?\w+/.exec(line)?.[0] ?? '').toUpperCase()),
    );
    for (const verb of verbs)
      expect([
        'CAPABILITY',
        'ID',
        'AUTHENTICATE',
        'LOGIN',
        'NAMESPACE',
        'LIST',
        'LSUB',
        'EXAMINE',
        'UID SEARCH',
        'UID FETCH',
        'LOGOUT',
      ]).toContain(verb);
    expect(server.commands.filter((line) => line.includes('BODY['))).toEqual([]);
  });

  it('asks only for what is new the next time', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 3; number += 1) server.put('INBOX', mail(number));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    server.commands.length = 0;
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    expect(sink.told).toEqual([]);
    expect(server.commands.filter((line) => line.startsWith('UID FETCH'))).toEqual([]);
    server.put('INBOX', mail(4));
    await sink.pull(mailbox(server));
    expect(subjects(sink)).toEqual(['Unit 1', 'Unit 2', 'Unit 3', 'Unit 4']);
    expect(sink.keys('captured')).toHaveLength(2);
  });

  it('keeps what was deleted there, and calls nothing gone', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 3; number += 1) server.put('INBOX', mail(number));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    server.folders.get('INBOX')?.messages.splice(0, 2);
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    expect(sink.told).toEqual([]);
  });

  it('says once that a folder is empty all at once, or not there any more', async () => {
    const server = await serverWith();
    server.put('INBOX', mail(1));
    server.put('College', mail(2));
    const sink = new RememberingSink();
    const source = (): Source => mailbox(server, { folders: ['INBOX', 'College'] });
    await sink.pull(source());
    server.folders.get('INBOX')?.messages.splice(0);
    server.folders.delete('College');
    expect(await sink.pull(source())).toMatchObject({ state: 'shows-less', code: 'source.shows-less' });
    expect(sink.alerts.map(({ details }) => details)).toEqual([
      { reasons: 'folder-empty' },
      { reasons: 'folder-missing' },
    ]);
    await sink.pull(source());
    expect(sink.alerts).toEqual([]);
    expect(sink.keys('gone')).toEqual([]);
  });

  it('finds messages again when the server numbers them anew, and doubles none', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 3; number += 1) server.put('INBOX', mail(number));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    const folder = server.folders.get('INBOX');
    if (folder === undefined) throw new Error('no folder');
    folder.uidValidity = 2_000;
    folder.messages = folder.messages.reverse().map(({ raw }, index) => ({ uid: index + 1, raw }));
    server.put('INBOX', mail(4));
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toEqual({ unchanged: 6, captured: 2 });
    expect(raws(sink)).toHaveLength(4);
  });

  it('keeps two messages that call themselves by the same name', async () => {
    const server = await serverWith();
    server.put('INBOX', mail(1, 'ann@college.test', 'You passed.'));
    server.put('INBOX', mail(1, 'ann@college.test', 'You failed.'));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    expect(raws(sink)).toHaveLength(2);
    expect([...sink.versions.values()].map((versions) => versions.length)).toEqual([1, 1, 1, 1]);
  });

  it('comes to the same wherever the connection is cut, and fetches nothing twice that it holds', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 4; number += 1)
      server.put('INBOX', mail(number, 'ann@college.test', 'x'.repeat(200)));
    const whole = new RememberingSink();
    await whole.pull(mailbox(server));
    const length = server.sent;
    let cuts = 0;
    for (let at = 0; at < length; at += 29) {
      const sink = new RememberingSink();
      server.bytesLeft = at;
      const code = await codeOf(sink.pull(mailbox(server)));
      if (code !== 'none') cuts += 1;
      expect(['none', 'source.unreachable', 'source.protocol']).toContain(code);
      const held = sink.list('message/').length;
      server.bytesLeft = Number.POSITIVE_INFINITY;
      server.commands.length = 0;
      expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
      expect(raws(sink)).toEqual(raws(whole));
      expect([...sink.versions.values()].every((versions) => versions.length === 1)).toBe(true);
      expect(sink.keys('unchanged')).toEqual([]);
      expect(sink.keys('captured')).toHaveLength(2 * (4 - held));
    }
    expect(cuts).toBeGreaterThan(10);
  });

  it('stops at any message when it is asked to', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 5; number += 1) server.put('INBOX', mail(number));
    for (const stopAt of [1, 3]) {
      const stop = new AbortController();
      const sink = new RememberingSink();
      let seen = 0;
      sink.beforeTaking = async () => {
        seen += 1;
        if (seen === stopAt) stop.abort();
        return Promise.resolve();
      };
      expect(await codeOf(sink.pull(mailbox(server), stop.signal))).toBe('internal.cancelled');
    }
  });

  it('goes on past a message that the server does not hand out, and gets it another time', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 3; number += 1) server.put('INBOX', mail(number));
    const broken = server.folders.get('INBOX')?.messages[1];
    if (broken === undefined) throw new Error('no message');
    broken.refused = true;
    const sink = new RememberingSink();
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'partial' });
    expect(subjects(sink)).toEqual(['Unit 1', 'Unit 3']);
    expect(sink.told.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { code: 'source.item-refused' },
    ]);
    broken.refused = false;
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    expect(subjects(sink)).toEqual(['Unit 1', 'Unit 2', 'Unit 3']);
    expect(sink.list('message/').filter(({ failed }) => failed !== undefined)).toEqual([]);
    // It keeps the name under which it had failed, even when the server numbers anew.
    const folder = server.folders.get('INBOX');
    if (folder !== undefined) folder.uidValidity = 5;
    await sink.pull(mailbox(server));
    expect(sink.keys('captured')).toEqual([]);
  });

  it('keeps the key of a signature at capture', async () => {
    const key = rsaKey();
    const server = await serverWith();
    server.put('INBOX', await signed(marked, key));
    const keys = directoryOf({ 'k1._domainkey.college.test': key.record });
    const sink = new RememberingSink();
    await sink.pull(mailbox(server, { keys }));
    expect(sink.list('message/')[0]?.record?.dkim).toMatchObject({
      state: 'checked',
      signatures: [{ result: 'holds', key: { records: [key.record.match(/.{1,255}/g)] } }],
    });
  });

  it('streams a message that is too large to hold, and keeps every byte', async () => {
    const server = await serverWith();
    const raw = Buffer.concat([Buffer.from(mail(1)), Buffer.alloc(66 * 1024 * 1024, 'x\r\n')]);
    server.put('INBOX', raw);
    const sink = new RememberingSink();
    expect(await sink.pull(mailbox(server))).toMatchObject({ state: 'ok' });
    const [source] = sink.list('message-source/');
    expect(sink.versions.get(source?.key ?? '')?.[0]?.bytes.equals(raw)).toBe(true);
    expect(sink.list('message/')[0]?.record).toMatchObject({
      subject: 'Unit 1',
      problems: ['too-large'],
      dkim: { state: 'too-large' },
    });
    expect(server.commands.filter((line) => line.includes('BODY.PEEK[]<')).length).toBeGreaterThan(30);
  });

  it('reads 2,000 messages in batches', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 2_000; number += 1) server.put('INBOX', mail(number));
    const sink = new RememberingSink();
    await sink.pull(mailbox(server));
    expect(subjects(sink)).toHaveLength(2_000);
    expect(server.commands.filter((line) => line.includes('BODY.PEEK'))).toHaveLength(10);
  });
});
