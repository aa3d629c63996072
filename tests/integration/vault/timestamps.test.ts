import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { AuthorityFlaw } from '../../../src/practice/authority/practice-authority.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { listItems } from '../../../src/vault/items.ts';
import { addUnit, mapItem } from '../../../src/vault/statements.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import { knownAuthorities } from '../../../src/vault/timestamps/known-authorities.ts';
import {
  addAuthority,
  removeAuthority,
  setStampingConsent,
} from '../../../src/vault/timestamps/stamping-settings.ts';
import { timestampNow, type StampingReport } from '../../../src/vault/timestamps/timestamp-now.ts';
import { timestampStatus } from '../../../src/vault/timestamps/timestamp-status.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { askOnly, Authorities, SetClock } from '../../support/vault/dated-world.ts';
import { codeOf, entriesOf, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const kept = async (vault: WritableVault) =>
  (await entriesOf(vault)).filter(({ kind }) => kind === 'checkpoint-stamped');

describe('asking for dates', () => {
  const authorities = new Authorities();
  const clock = new SetClock('2026-03-12T10:00:00.000Z');
  const makeWorld = worlds(async (made) => {
    await made.using((open) => made.add(open, { 'essay.docx': 'an essay' }));
  });
  let world: VaultWorld;
  let vault: WritableVault;
  beforeEach(async () => {
    clock.set('2026-03-12T10:00:00.000Z');
    world = await makeWorld();
    world.clock = clock;
    vault = await world.write();
  });
  afterEach(() => authorities.closeAll());

  it('keeps what each authority gave for the newest checkpoint as one batch', async () => {
    const one = await authorities.start({ clock, name: 'One' });
    const other = await authorities.start({ clock, name: 'Other' });
    await askOnly(vault, one, other);
    const before = vault.writer.head();
    const report = await timestampNow(vault, { signal: noStop() });
    expect(report).toEqual({
      log: before.log,
      size: before.size,
      stamped: [one, other].map(({ url }) => ({ authority: url, time: '2026-03-12T10:00:00.000Z' })),
      failed: [],
    });
    expect(await kept(vault)).toMatchObject(
      [one, other].map(({ url }) => ({ authority: url, size: before.size, root: before.root })),
    );
    expect(vault.writer.head().size).toBe(before.size + 2);
  });

  it.each<[AuthorityFlaw, string]>([
    ['wrong-nonce', 'proof.authority-wrong-answer'],
    ['wrong-imprint', 'proof.authority-wrong-answer'],
    ['wrong-purpose', 'proof.authority-wrong-answer'],
    ['no-certificates', 'proof.authority-wrong-answer'],
    ['garbage', 'proof.authority-wrong-answer'],
    ['refuses', 'proof.authority-refused'],
    ['unavailable', 'proof.authority-unreachable'],
    ['silent', 'proof.authority-unreachable'],
  ])('keeps nothing of an authority that is %s, says so, and asks it again', async (flaw, code) => {
    const authority = await authorities.start({ clock, flaw });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    const report = await timestampNow(vault, { signal: noStop(), timeout: 500 });
    expect(report).toMatchObject({ stamped: [], failed: [{ authority: authority.url, error: { code } }] });
    expect(await kept(vault)).toEqual([]);
    expect(await timestampStatus(vault)).toMatchObject({
      due: true,
      authorities: [{ url: authority.url, due: true, tokens: 0, failure: { code } }],
    });

    authority.flaw(undefined);
    // It is left alone for a while; a whole day is longer than any such while.
    const tooSoon: StampingReport[] = [];
    await syncSources(vault, { signal: noStop(), onTimestamps: (one) => tooSoon.push(one) });
    expect(tooSoon).toEqual([]);
    clock.set('2026-03-13T10:00:00.000Z');
    const later: StampingReport[] = [];
    await syncSources(vault, { signal: noStop(), onTimestamps: (one) => later.push(one) });
    expect(later).toMatchObject([{ stamped: [{ authority: authority.url }], failed: [] }]);
    const status = await timestampStatus(vault);
    expect(status).toMatchObject({ due: false, authorities: [{ due: false, tokens: 1 }] });
    expect(status.authorities[0]).not.toHaveProperty('failure');
  });

  it('keeps what one authority gave when another cannot be reached, and asks only that one again', async () => {
    const good = await authorities.start({ clock, name: 'Good' });
    const gone = await authorities.start({ clock, name: 'Gone' });
    await askOnly(vault, good, gone);
    await setStampingConsent(vault, 'on');
    gone.flaw('unavailable');
    const reports: StampingReport[] = [];
    const sync = () => syncSources(vault, { signal: noStop(), onTimestamps: (one) => reports.push(one) });
    await sync();
    gone.flaw(undefined);
    clock.set('2026-03-12T10:01:00.000Z');
    await sync();
    await sync();
    expect(reports).toMatchObject([
      { stamped: [{ authority: good.url }], failed: [{ authority: gone.url }] },
      { stamped: [{ authority: gone.url }], failed: [] },
    ]);
    expect(good.requests()).toBe(1);
  });

  it('records nothing when it is stopped, and stopping does not undo a sync', async () => {
    const authority = await authorities.start({ clock, flaw: 'silent' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    const size = vault.writer.head().size;
    const stop = new AbortController();
    const stamping = timestampNow(vault, { signal: stop.signal });
    await vi.waitUntil(() => authority.requests() === 1, { timeout: 20_000 });
    stop.abort();
    expect(await codeOf(stamping)).toBe('internal.cancelled');
    expect(vault.writer.head().size).toBe(size);

    await world.file('college/one.txt', 'one');
    await connectFolder(vault, join(world.root, 'files', 'college'), { signal: noStop() });
    const items = listItems(vault).length;
    const asked = authority.requests();
    const later = new AbortController();
    const sync = syncSources(vault, { signal: later.signal });
    // First for a mark, which is not waited for long, then for what came.
    await vi.waitUntil(() => authority.requests() > asked + 1, { timeout: 20_000 });
    later.abort();
    expect(await sync).toMatchObject([{ state: 'ok', captured: 1 }]);
    expect(listItems(vault)).toHaveLength(items + 1);
    expect(await kept(vault)).toEqual([]);
  });

  it('asks nobody before the learner said yes, nor after they said no', async () => {
    const authority = await authorities.start({ clock });
    await askOnly(vault, authority);
    expect(await timestampStatus(vault)).toMatchObject({ consent: 'not-asked', due: true });
    await syncSources(vault, { signal: noStop() });
    await setStampingConsent(vault, 'off');
    await syncSources(vault, { signal: noStop() });
    expect(authority.requests()).toBe(0);
    expect(await timestampStatus(vault)).toMatchObject({ consent: 'off' });
  });

  it('stamps after a sync that brought something, and not after one that brought nothing', async () => {
    const authority = await authorities.start({ clock });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await world.file('college/one.txt', 'one');
    await connectFolder(vault, join(world.root, 'files', 'college'), { signal: noStop() });
    await syncSources(vault, { signal: noStop() });
    // Before the first capture and after the last.
    expect(authority.requests()).toBe(2);
    await syncSources(vault, { signal: noStop() });
    expect(authority.requests()).toBe(2);
    await world.file('college/two.txt', 'two');
    await syncSources(vault, { signal: noStop() });
    // What was given just before serves as a mark.
    expect(authority.requests()).toBe(3);
    expect(await kept(vault)).toHaveLength(3);
  });

  it('makes what it covers count as dated, until something new comes', async () => {
    const authority = await authorities.start({ clock });
    await askOnly(vault, authority);
    await addUnit(vault, { reference: 'U1', title: 'One' });
    for (const { id } of listItems(vault)) await mapItem(vault, id, 'U1');
    const standing = () => {
      const [row] = vaultStatus(vault).units;
      return [row?.has.dated, row?.reasons.includes('no-independent-date')];
    };
    expect(standing()).toEqual([false, true]);
    await timestampNow(vault, { signal: noStop() });
    expect(standing()).toEqual([true, false]);
    const { items } = await world.add(vault, { 'second.docx': 'more' });
    for (const { id } of items) await mapItem(vault, id, 'U1');
    expect(standing()).toEqual([false, true]);
  });

  it('takes only plain web addresses, and has a list of its own until the learner changes it', async () => {
    for (const url of [
      'ftp://example.org/',
      'http://sam:secret@example.org/',
      'file:///etc/hosts',
      'example',
    ])
      expect(await codeOf(addAuthority(vault, url))).toBe('source.unsafe-address');
    expect(await codeOf(removeAuthority(vault, 'http://nobody.example/'))).toBe('input.not-found');
    const usual = knownAuthorities.filter((known) => known.usual).map(({ url }) => url);
    expect((await timestampStatus(vault)).authorities.map(({ url }) => url)).toEqual(usual);
    await addAuthority(vault, 'https://stamp.example/tsr');
    expect((await timestampStatus(vault)).authorities.map(({ url }) => url)).toEqual([
      ...usual,
      'https://stamp.example/tsr',
    ]);
  });

  it('knows after a restore on another computer whom to ask, and whether', async () => {
    const authority = await authorities.start({ clock });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await timestampNow(vault, { signal: noStop() });
    await world.closeAll();
    const copy = await world.copyTo(join(world.root, 'restored'), false);
    copy.clock = clock;
    const restored = await copy.write();
    try {
      expect(await timestampStatus(restored)).toMatchObject({
        consent: 'on',
        authorities: [{ url: authority.url, tokens: 1, last: { time: '2026-03-12T10:00:00.000Z' } }],
      });
    } finally {
      await copy.closeAll();
    }
  });

  it('shows an authority nothing but a fingerprint and a number', async () => {
    const seen: string[] = [];
    const authority = await authorities.start({ clock });
    await askOnly(vault, authority);
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      if (init?.body instanceof Uint8Array) seen.push(Buffer.from(init.body).toString('latin1'));
      seen.push(JSON.stringify(init?.headers));
      return fetch(input, init);
    };
    try {
      await timestampNow(vault, { signal: noStop() });
    } finally {
      globalThis.fetch = fetch;
    }
    const sent = seen.join('\n');
    expect(sent).not.toBe('');
    for (const secret of [vault.id, vault.recorder.log, 'essay', 'evidence-vault/log'])
      expect(sent).not.toContain(secret);
    // A SHA-256, a nonce of 16 bytes and their wrapping.
    expect(seen[0]?.length).toBeLessThan(100);
  });
});
