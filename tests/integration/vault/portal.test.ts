import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { VaultError } from '../../../src/base/errors.ts';
import type { PortalCapture } from '../../../src/sources/portal/portal-capture.ts';
import { addSource, listSources, removeSource } from '../../../src/vault/add-source.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory, listItems, showItem } from '../../../src/vault/items.ts';
import { keepCapture } from '../../../src/vault/keep-capture.ts';
import { findSignIn, forgetSignIn, rememberSignIn } from '../../../src/vault/portal-sign-in.ts';
import { findPortal } from '../../../src/vault/portals.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { atEveryStep } from '../../support/vault/at-every-step.ts';
import { codeOf, collect, entriesOf, filesBelow, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

const site = { url: 'https://portal.example/login?token=abc' };
const certificate = {
  subject: 'CN=portal.example',
  issuer: 'CN=Some authority',
  sha256: 'ab'.repeat(32),
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
};

async function* pieces(bytes: Uint8Array, end?: VaultError): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
  if (end !== undefined) throw end;
}

type Changes = Partial<Omit<PortalCapture, 'kept'>> & {
  readonly name?: string;
  readonly mediaType?: string;
  readonly size?: number;
};

function download(bytes: Uint8Array | string, changes: Changes = {}): PortalCapture {
  const { name = 'essay.pdf', mediaType = 'application/pdf', size, ...rest } = changes;
  const all = Buffer.from(bytes);
  return {
    address: 'https://sam:pw@portal.example/files/essay.pdf?sesskey=S3cret&v=2#top',
    title: 'Unit 3: hand in',
    status: 200,
    headers: {
      date: 'Sun, 22 Nov 2026 10:00:00 GMT',
      etag: '"e1"',
      'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT',
    },
    received: '2026-11-22T10:00:01.000Z',
    certificates: [certificate],
    kept: { what: 'download', name, mediaType, size: size ?? all.length },
    bytes: pieces(all),
    ...rest,
  };
}

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]);
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(70_000)]);
const mhtml = Buffer.from(
  'From: <Saved by Blink>\r\nContent-Type: multipart/related\r\n\r\nWords of a page.',
);

function page(changes: Partial<PortalCapture> = {}): PortalCapture {
  return {
    address: 'https://portal.example/mod/view?id=8',
    title: 'Unit 3 feedback',
    status: 200,
    headers: {},
    received: '2026-11-22T10:05:00.000Z',
    certificates: [certificate],
    kept: {
      what: 'page',
      parts: [
        { what: 'pdf', size: pdf.length },
        { what: 'screenshot', size: png.length },
        { what: 'source', size: mhtml.length },
      ],
    },
    bytes: pieces(Buffer.concat([pdf, png, mhtml])),
    ...changes,
  };
}

function keep(vault: WritableVault, capture: PortalCapture, signal = noStop()): Promise<SyncReport> {
  return keepCapture(vault, site, capture, { signal });
}

function lastOf(report: SyncReport): SyncReport['items'][number] {
  const last = report.items.at(-1);
  if (last === undefined) throw new Error('nothing was kept');
  return last;
}

async function bytesOf(vault: OpenVault, id: string): Promise<Buffer> {
  const { sha256 = '', size = 0 } = showItem(vault, id);
  return collect(openContent(vault, { sha256, size }));
}

describe('what is kept in the portal window', () => {
  it('is a document with the same bytes, its address without secrets, and where it came from', async () => {
    const at = await world();
    const vault = await at.write();
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5_000_000)]);

    const report = await keep(vault, download(large));

    const { id } = lastOf(report);
    expect(report).toMatchObject({ type: 'portal', name: 'portal.example', state: 'ok', captured: 1 });
    expect((await bytesOf(vault, id)).equals(large)).toBe(true);
    const shown = showItem(vault, id);
    expect(shown).toMatchObject({
      key: 'download/https://portal.example/files/essay.pdf?v=2',
      kind: 'document',
      name: 'essay.pdf',
      mediaType: 'application/pdf',
    });
    expect(shown.latest).toMatchObject({
      record: { name: 'essay.pdf', role: 'file', mediaTypeClaimed: 'application/pdf' },
      content: { sha256: createHash('sha256').update(large).digest('hex'), size: large.length },
      provenance: {
        method: 'portal',
        address: 'https://portal.example/files/essay.pdf?v=2',
        removed: ['sesskey', 'user-name-in-address'],
        title: 'Unit 3: hand in',
        status: 200,
        date: 'Sun, 22 Nov 2026 10:00:00 GMT',
        etag: '"e1"',
        lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT',
        tls: [certificate],
        received: '2026-11-22T10:00:01.000Z',
        app: vault.app,
        timeZone: vault.timeZone,
      },
    });
    const all = JSON.stringify(await entriesOf(vault));
    for (const secret of ['S3cret', 'sam:pw', 'token=abc']) expect(all).not.toContain(secret);
  });

  it('is the next version when the bytes differ, and unchanged when they do not, whatever the headers say', async () => {
    const vault = await (await world()).write();
    const first = await keep(vault, download('%PDF-1 first'));
    const again = await keep(
      vault,
      download('%PDF-1 first', {
        address: 'https://portal.example/files/essay.pdf?sesskey=Other&v=2',
        headers: { date: 'later', 'last-modified': 'later' },
        received: '2026-11-22T11:00:00.000Z',
      }),
    );
    const other = await keep(vault, download('%PDF-1 second'));

    expect([first, again, other].map((report) => lastOf(report).outcome)).toEqual([
      'captured',
      'unchanged',
      'changed',
    ]);
    expect(new Set([first, again, other].map((report) => lastOf(report).id)).size).toBe(1);
    expect(itemHistory(vault, lastOf(first).id).versions).toHaveLength(2);
    expect(listSources(vault)).toHaveLength(1);
  });

  it('is a page with its PDF, its picture and its source, which belong to it', async () => {
    const vault = await (await world()).write();

    const report = await keep(vault, page());

    expect(report).toMatchObject({ state: 'ok', captured: 4 });
    const kept = showItem(vault, lastOf(report).id);
    expect(kept).toMatchObject({
      kind: 'page',
      name: 'Unit 3 feedback',
      latest: {
        record: {
          address: 'https://portal.example/mod/view?id=8',
          title: 'Unit 3 feedback',
          seen: '2026-11-22T10:05:00.000Z',
          certificate: { state: 'valid', ...certificate },
        },
      },
    });
    const links = z.object({ pdf: z.string(), screenshot: z.string(), pageSource: z.string() });
    const { pdf: asPdf, screenshot, pageSource } = links.parse(kept.latest?.record);
    const parts = [asPdf, screenshot, pageSource];
    const bytes = await Promise.all(parts.map((id) => bytesOf(vault, id)));
    expect(bytes.map((each, place) => each.equals([pdf, png, mhtml][place] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(parts.map((id) => showItem(vault, id).latest?.record)).toMatchObject([
      { name: 'Unit 3 feedback.pdf', role: 'page-pdf', partOf: kept.id },
      { name: 'Unit 3 feedback.png', role: 'page-screenshot', partOf: kept.id },
      { name: 'Unit 3 feedback.mhtml', role: 'page-source', partOf: kept.id },
    ]);
  });

  it('keeps no part of a page of which something is missing', async () => {
    const vault = await (await world()).write();
    const short = Buffer.concat([pdf, png, mhtml]).subarray(0, -1);

    const report = await keep(vault, page({ bytes: pieces(short) }));

    expect(report).toMatchObject({ state: 'partial', captured: 0, failed: 1 });
    expect(listItems(vault).map(({ kind, versions, failed }) => [kind, versions, failed?.code])).toEqual([
      ['page', 0, 'source.download-incomplete'],
    ]);
  });

  it.each([
    ['source.download-incomplete', download('%PDF-1 short', { size: 100 })],
    ['source.download-wrong-size', download('%PDF-1 long', { size: 3 })],
    [
      'source.unreachable',
      download('', { size: 99, bytes: pieces(Buffer.from('%PDF'), new VaultError('source.unreachable')) }),
    ],
    ['source.download-wrong-type', download('<!DOCTYPE html><title>Sign in</title>')],
    [
      'source.download-wrong-type',
      download('{"error":"x"}', { mediaType: 'application/zip', name: 'a.zip' }),
    ],
  ])('is not kept but listed with its reason: %s', async (code, capture) => {
    const vault = await (await world()).write();
    const report = await keep(vault, capture);
    expect(report).toMatchObject({ state: 'partial', failed: 1, items: [{ outcome: 'failed', code }] });
    const [item] = listItems(vault);
    expect(item).toMatchObject({ versions: 0, failed: { code } });
    expect((await entriesOf(vault)).map(({ kind }) => kind)).not.toContain('blob-stored');
  });

  it('takes a page that was saved as a file for what it is', async () => {
    const vault = await (await world()).write();
    const reports = [
      await keep(vault, download('<!DOCTYPE html><p>Essay', { name: 'essay.html', mediaType: 'x/y' })),
      await keep(vault, download('<html>', { name: 'essay', mediaType: 'text/html; charset=utf-8' })),
    ];
    expect(reports.map(({ state }) => state)).toEqual(['ok', 'ok']);
  });

  it('is over a failure once the same address gives the file whole', async () => {
    const vault = await (await world()).write();
    await keep(vault, download('%PDF-1 short', { size: 100 }));
    await keep(vault, download('%PDF-1 whole'));
    const [item] = listItems(vault);
    expect(item).toMatchObject({ versions: 1 });
    expect(item?.failed).toBeUndefined();
  });

  it('leaves nothing when it is stopped in the middle', async () => {
    const at = await world();
    const vault = await at.write();
    const stop = new AbortController();
    async function* stopping(): AsyncGenerator<Uint8Array> {
      yield* pieces(randomBytes(3_000_000));
      stop.abort();
      throw new VaultError('internal.cancelled');
    }
    const stopped = keep(vault, download('', { bytes: stopping(), size: 9_000_000 }), stop.signal);
    expect(await codeOf(stopped)).toBe('internal.cancelled');
    expect(listItems(vault)).toEqual([]);
    expect((await filesBelow(at.dir)).filter((file) => /^(?:blobs|incoming)\//.test(file))).toEqual([]);
  });

  it('is whole or not there, whichever step of the disk fails', async () => {
    await atEveryStep({
      prepare: world,
      since: /^write .*keys$/,
      every: 5,
      act: async (at, port, acknowledged) => {
        const vault = await at.write({ port });
        await keep(vault, page());
        acknowledged.add('page');
        await at.close(vault);
      },
      check: async (at, acknowledged) => {
        const vault = await at.write();
        const items = listItems(vault).filter(({ versions }) => versions > 0);
        expect([0, 4]).toContain(items.length);
        if (acknowledged.has('page')) expect(items).toHaveLength(4);
        for (const { id, sha256 } of items) if (sha256 !== undefined) await bytesOf(vault, id);
        await at.close(vault);
      },
    });
  });
});

describe('a portal', () => {
  it('is made at the first use for its host, stands beside a Moodle of that host, and is left alone by a sync', async () => {
    const vault = await (await world()).write();
    const moodle = await addSource(vault, {
      type: 'moodle',
      name: 'College',
      settings: { url: 'https://portal.example/moodle' },
      secret: 'the-token',
    });
    expect(findPortal(vault, { source: moodle.id })).toEqual({
      source: undefined,
      site: 'portal.example',
      address: 'https://portal.example/moodle',
    });

    const report = await keepCapture(vault, { source: moodle.id }, download('%PDF-1'), { signal: noStop() });

    expect(report.id).not.toBe(moodle.id);
    expect(findPortal(vault, { url: 'http://portal.example/else' }).source?.id).toBe(report.id);
    expect(await syncSources(vault, { source: report.id, signal: noStop() })).toEqual([]);
    await removeSource(vault, moodle.id);
    expect(await syncSources(vault, { signal: noStop() })).toEqual([]);
    expect(vaultStatus(vault).sources.find(({ id }) => id === report.id)).toMatchObject({
      type: 'portal',
      state: 'ok',
    });
    // One that was removed is not taken up again.
    await removeSource(vault, report.id);
    expect((await keep(vault, download('%PDF-1'))).id).not.toBe(report.id);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'evidence-vault-app://x/', 'nowhere', 'data:,x'])(
    'is never at %s',
    async (url) => {
      const vault = await (await world()).write();
      expect(await codeOf(() => findPortal(vault, { url }))).toBe('source.unsafe-address');
    },
  );

  it('remembers a sign-in sealed, outside of the history, and forgets it', async () => {
    const at = await world();
    let vault = await at.write();
    expect(findSignIn(vault, site)).toBeUndefined();
    await rememberSignIn(vault, site, '[{"name":"S","value":"canary-cookie-77"}]');
    await at.close(vault);

    for (const file of await filesBelow(at.root))
      expect((await readFile(join(at.root, file))).includes('canary-cookie-77')).toBe(false);
    vault = await at.write();
    expect(findSignIn(vault, site)).toContain('canary-cookie-77');
    expect(JSON.stringify(await entriesOf(vault))).not.toContain('canary');
    await forgetSignIn(vault, site);
    expect(findSignIn(vault, site)).toBeUndefined();
  });
});
