import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ProviderFlaw } from '../../../../src/practice/credentials/flaws.ts';
import { startPracticeProvider, type PracticeProvider } from '../../../../src/practice/provider.ts';
import {
  validateProvider,
  type ProviderReport,
  type TestAccess,
} from '../../../../src/vault/validate-provider.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { bySigningIn } from './hosted-world.ts';

let provider: PracticeProvider;
beforeAll(async () => {
  provider = await startPracticeProvider();
});
afterAll(() => provider.close());

async function validated(access: TestAccess | undefined = bySigningIn): Promise<ProviderReport> {
  return validateProvider(provider.url, { access, signal: noStop() });
}

/** Names of the checks in a state. */
function named({ checks }: ProviderReport, state: string): string[] {
  return checks.filter((check) => check.state === state).map(({ name }) => name);
}

describe('a provider that does as the profile asks', () => {
  it('passes every check but the one that this computer does not need', async () => {
    const report = await validated();
    expect(report.checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(named(report, 'not-checked')).toEqual(['encrypted']);
    expect(report.checks).toHaveLength(22);
    expect(report).toMatchObject({
      practice: true,
      credentials: 11,
      provider: 'Northfield Training (practice)',
    });
  });

  it('is checked from outside where nobody signs in, and what was not checked says so', async () => {
    const report = await validateProvider(provider.url, { access: undefined, signal: noStop() });
    expect(named(report, 'fail')).toEqual([]);
    expect(named(report, 'pass')).toEqual([
      'description',
      'metadata',
      'registration',
      'pkce-required',
      'redirect-registered',
      'authorisation',
    ]);
    for (const { state, why } of report.checks) if (state === 'not-checked') expect(why).toMatch(/\w/);
  });
});

describe('a provider that gets one thing wrong', () => {
  const flaws: readonly (readonly [ProviderFlaw, string])[] = [
    ['description-empty', 'description'],
    ['metadata-differs', 'metadata'],
    ['issuer-differs', 'metadata'],
    ['token-elsewhere', 'metadata'],
    ['pkce-plain-only', 'metadata'],
    ['pkce-not-required', 'pkce-required'],
    ['any-redirect', 'redirect-registered'],
    ['wrong-iss', 'issuer-named'],
    ['no-iss', 'issuer-named'],
    ['no-rotation', 'refresh-rotated'],
    ['code-reusable', 'code-once'],
    ['no-revocation', 'revocation'],
    ['no-authorisation', 'authorisation'],
    ['no-paging', 'paging'],
    ['keys-forgotten', 'key-history'],
    ['no-status', 'status'],
    ['wrong-digests', 'evidence'],
    ['email-in-clear', 'least-data'],
    ['html-errors', 'errors'],
  ];
  it.each(flaws)('%s: fails the check %s and no other', async (flaw, check) => {
    provider.credentials.flaw(flaw);
    try {
      const report = await validated();
      expect(named(report, 'fail'), JSON.stringify(report.checks, null, 1)).toEqual([check]);
    } finally {
      provider.credentials.flaw(undefined);
    }
  });

  it('hands out a changed credential: fails the check proofs and no other', async () => {
    const other = await startPracticeProvider();
    try {
      const [id = ''] = await other.credentials.ids();
      other.credentials.forge(id);
      const report = await validateProvider(other.url, { access: bySigningIn, signal: noStop() });
      expect(named(report, 'fail')).toEqual(['proofs']);
      expect(report.checks.find(({ name }) => name === 'proofs')?.why).toContain('signature-wrong');
    } finally {
      await other.close();
    }
  });

  it('is not there: fails the first check, and says why', async () => {
    const other = await startPracticeProvider();
    await other.close();
    const report = await validateProvider(other.url, { access: undefined, signal: noStop() });
    expect(named(report, 'fail')).toEqual(['description']);
    expect(report.checks[0]?.why).toContain('source.unreachable');
  });
});
