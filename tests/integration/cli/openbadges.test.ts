import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { CliHouse, outcomeOf, type CliResult } from '../../support/cli.ts';
import { signInAtPractice, type BrowserChoice } from '../../support/practice-browser.ts';
import { sourceDocument, sourcesDocument, syncDocument } from './documents.ts';

let provider: PracticeProvider;
let house: CliHouse;
beforeAll(async () => {
  [provider, house] = await Promise.all([startPracticeProvider(), CliHouse.make()]);
  await house.run(['init']);
});
afterAll(async () => {
  await house.remove();
  await provider.close();
});

/** What a browser did for one run, and what the run said. */
interface BrowserRun extends CliResult {
  /** Whole addresses at which the browser arrived. */
  readonly arrivals: readonly string[];
}

/** Runs the command line in a process of its own, with a browser that opens each address that is told. */
async function withBrowser(words: readonly string[], choice: BrowserChoice = {}): Promise<BrowserRun> {
  const child = house.start(words);
  child.stdin?.end();
  const ended = outcomeOf(child);
  const arrivals: string[] = [];
  if (child.stderr === null) throw new Error('no standard error');
  for await (const line of createInterface({ input: child.stderr })) {
    if (!line.startsWith('http')) continue;
    const arrival = await signInAtPractice(line, choice);
    arrivals.push(arrival);
    await (await fetch(arrival)).text();
  }
  return { ...(await ended), arrivals };
}

describe('a host of signed credentials on the command line', () => {
  it('is connected with the learner’s own browser, and no secret of it is said', async () => {
    const run = await withBrowser(['source', 'add', 'openbadges', '--url', provider.url, '--json']);
    expect(run.code, run.stdout).toBe(0);
    const document = sourceDocument.parse(JSON.parse(run.stdout));
    expect(document).toMatchObject({ source: { type: 'openbadges', state: 'new' }, notices: [] });
    expect(run.arrivals).toHaveLength(1);
    const arrival = new URL(run.arrivals[0] ?? '');
    expect(arrival.hostname).toBe('127.0.0.1');
    const code = arrival.searchParams.get('code') ?? '';
    expect(code.length).toBeGreaterThan(20);
    expect(`${run.stdout}${run.stderr}`).not.toContain(code);
    expect(`${run.stdout}${run.stderr}`).not.toContain(provider.learner.password);
  });

  it('is tested, copied, and signed in to again', async () => {
    const tested = await house.json(['source', 'test', 'Northfield Training (practice)']);
    expect(tested.code).toBe(0);
    expect(tested.document).toMatchObject({
      reachable: true,
      account: 'learner1',
      practice: true,
      offers: ['credentials', 'profile'],
    });
    const synced = await house.json(['sync']);
    expect(synced.code).toBe(0);
    expect(syncDocument.parse(synced.document).sources).toMatchObject([{ state: 'ok', failed: 0 }]);
    provider.credentials.endSignIns();
    expect((await house.json(['sync'])).code).toBe(5);
    const again = await withBrowser(['source', 'sign-in', 'Northfield Training (practice)', '--json']);
    expect(again.code, again.stdout).toBe(0);
    expect((await house.json(['sync'])).code).toBe(0);
  });

  it('says which code a test ends with, and changes nothing', async () => {
    provider.switches.failNext('/ims/ob/v3p0/discovery', 503, 3);
    const { code, document } = await house.json(['source', 'test', 'Northfield Training (practice)']);
    expect([code, document]).toMatchObject([5, { error: { code: 'source.maintenance' } }]);
    provider.switches.clearFaults();
  });

  it('is not connected where the learner says no', async () => {
    const run = await withBrowser(['source', 'add', 'openbadges', '--url', provider.url, '--json'], {
      answer: 'no',
    });
    expect(run.code).toBe(5);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'source.refused' } });
  });

  it('has its sign-in ended when it is removed', async () => {
    const removed = await house.json(['source', 'remove', 'Northfield Training (practice)']);
    expect(removed.document).toMatchObject({ signedOut: true, source: { state: 'removed' } });
    expect(sourcesDocument.parse((await house.json(['source', 'list'])).document).sources).toEqual([]);
  });
});

const providerDocument = z.looseObject({
  ok: z.boolean(),
  passed: z.int(),
  failed: z.int(),
  notChecked: z.int(),
  checks: z.array(z.looseObject({ number: z.int(), name: z.string(), state: z.string() })),
});

describe('validate-provider', () => {
  it('signs in twice with the browser, passes, and ends with 0', async () => {
    const run = await withBrowser(['validate-provider', provider.url, '--sign-in', '--json']);
    expect(run.code, run.stdout).toBe(0);
    expect(run.arrivals).toHaveLength(2);
    expect(providerDocument.parse(JSON.parse(run.stdout))).toMatchObject({
      ok: true,
      passed: 21,
      failed: 0,
      notChecked: 1,
    });
  });

  it('names each check that fails in words, and ends with 1', async () => {
    provider.credentials.flaw('pkce-not-required');
    const { code, stdout } = await house.run(['validate-provider', provider.url]);
    provider.credentials.flaw(undefined);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ 5 FAIL {8}pkce-required: /m);
    expect(stdout).toMatch(/not checked {1,}sign-in: /);
  });

  it('takes a token that somebody has, from the environment and never from the arguments', async () => {
    const env = { EVIDENCE_VAULT_SOURCE_SECRET: 'no-such-token-0123456789' };
    const { code, document, stderr } = await house.json(['validate-provider', provider.url, '--token'], {
      env,
    });
    expect(code).toBe(1);
    const { checks } = providerDocument.parse(document);
    expect(checks.filter(({ state }) => state === 'fail').map(({ name }) => name)).toContain('profile');
    expect(`${JSON.stringify(document)}${stderr}`).not.toContain('no-such-token');
  });

  it('ends with 2 for what is no address, or for two ways in at once', async () => {
    expect((await house.json(['validate-provider', 'ftp://nowhere'])).code).toBe(2);
    expect((await house.json(['validate-provider', provider.url, '--token', '--sign-in'])).code).toBe(2);
  });
});
