import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { askedWaits } from '../../../../src/sources/http/asked-waits.ts';
import { syncSources } from '../../../../src/vault/sync-sources.ts';
import { pauseSource } from '../../../../src/vault/pause-source.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { HostedWorld } from './hosted-world.ts';

describe('a host that asks to be left alone', () => {
  let hosted: HostedWorld;
  beforeAll(async () => {
    hosted = await HostedWorld.start();
  });
  afterAll(() => hosted.end());

  it('is remembered with the time that it asked for', async () => {
    await hosted.connect();
    const { url } = hosted.provider;
    expect(askedWaits.until(url, Date.now())).toBeUndefined();
    hosted.provider.switches.failNext('/ims/ob/v3p0/profile', 503, 1, { 'Retry-After': '600' });
    const before = Date.now();
    expect((await hosted.sync()).state).toBe('maintenance');
    const until = askedWaits.until(url, Date.now()) ?? 0;
    expect(until).toBeGreaterThanOrEqual(before + 600_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 600_000);
    expect(askedWaits.until(`${url}/any/page`, Date.now())).toBe(until);
    expect(askedWaits.until('https://elsewhere.example', Date.now())).toBeUndefined();
  });

  it('is left out where nobody names it, and asked where somebody does', async () => {
    const [source] = hosted.vault.index.sources.list();
    const options = { signal: noStop(), mayAsk: () => false };
    expect(await syncSources(hosted.vault, options)).toEqual([]);
    expect(await syncSources(hosted.vault, { ...options, source: source?.id ?? '' })).toHaveLength(1);
  });

  it('is not asked while it is paused', async () => {
    const [source] = hosted.vault.index.sources.list();
    await pauseSource(hosted.vault, source?.id ?? '', true);
    expect(await syncSources(hosted.vault, { signal: noStop() })).toEqual([]);
  });
});
