import { createHash } from 'node:crypto';

import { afterEach, describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { encodeTimestampRequest } from '../../../src/ledger/timestamps/timestamp-request.ts';
import { parseTimestampResponse } from '../../../src/ledger/timestamps/timestamp-response.ts';
import { verifyTimestamp } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import type { PracticeAuthority } from '../../../src/practice/authority/practice-authority.ts';
import { Authorities } from '../../support/vault/dated-world.ts';

const message = utf8('a checkpoint\n');
const nonce = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2);
const imprint = { hash: 'SHA-256', digest: createHash('sha256').update(message).digest() } as const;
const query = (policy?: string): Uint8Array =>
  encodeTimestampRequest({ imprint, nonce, certReq: true, policy });

const authorities = new Authorities();
afterEach(() => authorities.closeAll());

const post = (authority: PracticeAuthority, body: Uint8Array, signal?: AbortSignal): Promise<Response> =>
  fetch(authority.url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(body),
    signal: signal ?? null,
  });

const ask = async (authority: PracticeAuthority, body = query()) =>
  parseTimestampResponse(new Uint8Array(await (await post(authority, body)).arrayBuffer()));

async function judge(authority: PracticeAuthority) {
  const answer = await ask(authority);
  if (!answer.granted) return answer;
  const trusted = [{ name: authority.name, certificate: authority.rootCertificate }];
  return verifyTimestamp(answer.token, { message, nonce, trusted });
}

describe('the practice time-stamping authority', () => {
  it('attests whatever time its clock shows', async () => {
    const clock = { now: () => new Date('2024-05-06T07:08:09.010Z') };
    const authority = await authorities.start({ clock, name: 'Tick' });
    expect(await judge(authority)).toMatchObject({
      ok: true,
      time: '2024-05-06T07:08:09.010Z',
      authority: 'Tick',
    });
    expect(await judge(authority)).toMatchObject({ ok: true, serial: '02' });
    expect(authority.requests()).toBe(2);
  });

  it('is trusted by nobody who trusts another', async () => {
    const [authority, other] = [await authorities.start(), await authorities.start()];
    const answer = await ask(authority);
    if (!answer.granted) throw new Error('refused');
    const trusted = [{ name: other.name, certificate: other.rootCertificate }];
    expect(await verifyTimestamp(answer.token, { message, nonce, trusted })).toMatchObject({
      code: 'untrusted',
    });
  });

  it.each(['wrong-nonce', 'wrong-imprint', 'wrong-purpose'] as const)(
    'is caught with the flaw %s',
    async (flaw) => {
      const authority = await authorities.start({ flaw });
      expect(await judge(authority)).toMatchObject({ ok: false, code: flaw });
      authority.flaw(undefined);
      expect(await judge(authority)).toMatchObject({ ok: true });
    },
  );

  it('leaves its certificates out when that is its flaw', async () => {
    expect(await judge(await authorities.start({ flaw: 'no-certificates' }))).toMatchObject({
      code: 'certificate-missing',
    });
  });

  it('refuses as the RFC has it: when it has no time, another policy, and no request at all', async () => {
    const authority = await authorities.start({ flaw: 'refuses' });
    expect(await ask(authority)).toEqual({
      granted: false,
      status: 'rejection',
      failure: 'timeNotAvailable',
    });
    authority.flaw(undefined);
    expect(await ask(authority, query('1.2.3'))).toMatchObject({ failure: 'unacceptedPolicy' });
    expect(await ask(authority, utf8('what time is it?'))).toMatchObject({ failure: 'badRequest' });
  });

  it('sends a web page, breaks down, or stays silent on demand', async () => {
    const authority = await authorities.start({ flaw: 'garbage' });
    expect(await ask(authority)).toMatchObject({ status: 'unreadable' });
    authority.flaw('unavailable');
    expect((await post(authority, query())).status).toBe(503);
    authority.flaw('silent');
    const silence = new AbortController();
    const waiting = post(authority, query(), silence.signal);
    while (authority.requests() < 3) await new Promise((resolve) => setImmediate(resolve));
    silence.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });

  it('takes timestamp queries by POST alone', async () => {
    const { url } = await authorities.start();
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(415);
  });
});
