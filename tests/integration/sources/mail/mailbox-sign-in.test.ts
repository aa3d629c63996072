import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { previewMail } from '../../../../src/sources/mail/mailbox/preview-mailbox.ts';
import { codeOf, mail, mailbox, never, serverWith } from '../../../support/mail/mailbox-world.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { serverIdentity, testAuthority } from '../../../support/tls/tls-front.ts';

describe('signing in to a mailbox', () => {
  it('takes an app password or an access token, and says so when they are wrong', async () => {
    const server = await serverWith();
    server.put('INBOX', mail(1));
    const token = { secret: { token: server.token } };
    expect(await mailbox(server, { account: token }).probe(never)).toMatchObject({
      account: server.username,
    });
    const wrong = { secret: { password: 'wrong' } };
    expect(await codeOf(mailbox(server, { account: wrong }).probe(never))).toBe('source.login-refused');
    const pull = new RememberingSink().pull(mailbox(server, { account: { secret: { token: 'old' } } }));
    expect(await codeOf(pull)).toBe('source.login-expired');
  });

  it('is refused in the clear off this computer, and without folders and senders', async () => {
    const server = await serverWith();
    expect(() => mailbox(server, { account: { host: 'mail.college.test' } })).toThrow(/did not allow/);
    expect(() => mailbox(server, { folders: [], senders: [] })).toThrow(/Nothing was chosen/);
    expect(() => mailbox(server, { senders: ['not an address'] })).toThrow();
  });

  it('tells a folder that is not there', async () => {
    const server = await serverWith();
    server.put('INBOX', mail(1));
    expect(await mailbox(server, { folders: ['INBOX', 'Nowhere'] }).probe(never)).toMatchObject({
      notices: ['folder-missing'],
    });
    expect(await codeOf(mailbox(server, { folders: ['Nowhere'] }).probe(never))).toBe('source.not-supported');
  });

  it('says that a server cannot be reached', async () => {
    const server = await serverWith();
    await server.close();
    expect(await codeOf(mailbox(server).probe(never))).toBe('source.unreachable');
  });

  it.each(['tls', 'starttls'] as const)(
    'checks the certificate over %s before any secret goes out, and keeps it',
    async (security) => {
      const server = await serverWith({ tls: serverIdentity(), fromFirstByte: security === 'tls' });
      server.put('INBOX', mail(1));
      expect(await codeOf(mailbox(server, { account: { security } }).probe(never))).toBe(
        'source.certificate-broken',
      );
      expect(server.commands.filter((line) => /LOGIN|AUTHENTICATE/.test(line))).toEqual([]);
      const sink = new RememberingSink();
      await sink.pull(mailbox(server, { account: { security }, ca: testAuthority() }));
      const [message] = sink.list('message/');
      const { tls } = sink.versions.get(message?.key ?? '')?.[0]?.observation.provenance ?? {};
      expect(tls?.[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(tls?.[0]?.subject).not.toBe(tls?.[0]?.issuer);
    },
  );

  it('does not go on without STARTTLS where it was asked for', async () => {
    const server = await serverWith();
    expect(await codeOf(mailbox(server, { account: { security: 'starttls' } }).probe(never))).toBe(
      'source.refused',
    );
    expect(server.commands.filter((line) => /LOGIN|AUTHENTICATE/.test(line))).toEqual([]);
  });
});

describe('looking before a mailbox is connected', () => {
  it('counts and names the newest without reading any', async () => {
    const server = await serverWith();
    for (let number = 1; number <= 30; number += 1)
      server.put('INBOX', mail(number, number % 2 === 0 ? 'mum@home.test' : 'ann@college.test'));
    const account = {
      host: '127.0.0.1',
      port: server.port,
      security: 'none' as const,
      username: server.username,
      secret: { password: server.password },
    };
    const preview = await previewMail(
      account,
      { folders: ['INBOX'], senders: ['ann@college.test'] },
      { app: 'test' },
      never,
    );
    expect(preview.total).toBe(15);
    expect(preview.newest).toHaveLength(10);
    expect(preview.newest[0]).toMatchObject({ from: 'ann@college.test', date: '2026-01-05T10:00:02.000Z' });
    expect(server.commands.filter((line) => line.includes('BODY'))).toEqual([]);
  });
});

describe('what goes wrong with a mailbox', () => {
  it('says nothing of the secret, the account or the server', async () => {
    const server = await serverWith({ password: 'canary-of-sam', token: 'canary-of-sam' });
    for (const secret of [{ password: 'canary-of-sam!' }, { token: 'canary-of-sam!' }]) {
      const thrown: unknown = await mailbox(server, { account: { secret } })
        .probe(never)
        .catch((error: unknown) => error);
      const said = inspect(thrown, { depth: 10, showHidden: true });
      expect(said).toContain('source.login-refused');
      for (const form of ['canary', 'Y2FuYXJ5', 'NhbmFyeS', 'jYW5hcn'])
        expect(said.includes(form), form).toBe(false);
    }
  });
});
