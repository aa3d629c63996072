import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PracticeAuthority } from '../../../src/practice/authority/practice-authority.ts';
import { timestampNow } from '../../../src/vault/timestamps/timestamp-now.ts';
import { refreshTimestamps } from '../../../src/vault/timestamps/timestamp-refresh.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import type { Policy } from '../../../src/verify/policy.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';
import {
  askOnly,
  Authorities,
  bundleOf,
  policyOf,
  resultOf,
  SetClock,
  trusting,
} from '../../support/vault/dated-world.ts';
import { entriesOf, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

describe('dates that are renewed', () => {
  const authorities = new Authorities();
  const clock = new SetClock('2026-03-12T10:00:00.000Z');
  const makeWorld = worlds(undefined, { clock: new SetClock('2026-03-01T10:00:00.000Z') });
  let world: VaultWorld;
  let vault: WritableVault;
  let old: PracticeAuthority;
  let young: PracticeAuthority;
  beforeEach(async () => {
    clock.set('2026-03-12T10:00:00.000Z');
    world = await makeWorld();
    world.clock = clock;
    vault = await world.write();
    old = await authorities.start({ clock, name: 'Old', notAfter: new Date('2027-01-01T00:00:00Z') });
    young = await authorities.start({ clock, name: 'Young' });
    await askOnly(vault, old);
    await world.add(vault, { 'essay.docx': 'an essay' });
    await timestampNow(vault, { signal: noStop() });
  });
  afterEach(() => authorities.closeAll());

  /** Renews with the young authority beside the old one. */
  const renew = async (at: string) => {
    clock.set(at);
    await askOnly(vault, old, young);
    return refreshTimestamps(vault, { signal: noStop() });
  };
  const judged = async (policy: Policy) => {
    const report = await verifyBytes(await bundleOf(vault), { policy });
    const [item] = report.items.filter(({ name }) => name === 'essay.docx');
    return { ...resultOf(report, 'time'), ok: report.ok, dated: item?.dated };
  };
  const first = { by: '2026-03-12T10:00:00.000Z', authority: 'Old' };
  const trustingBoth = (limits: Parameters<typeof trusting>[1] = {}) =>
    policyOf(trusting(old, limits), trusting(young));

  it('keep what the issuers say by OCSP, and are stamped anew over it', async () => {
    const report = await renew('2026-12-01T10:00:00.000Z');
    expect(report).toMatchObject({
      unreadable: 0,
      signers: [
        {
          authority: old.url,
          tokens: 1,
          certificates: [
            {
              name: 'O=Old, CN=Old time-stamping',
              state: 'good',
              asOf: '2026-12-01T10:00:00.000Z',
              validUntil: '2027-01-01T00:00:00.000Z',
            },
            { name: 'O=Old, CN=Old root', state: 'trust' },
          ],
        },
      ],
      stamping: [{ stamped: [{ authority: old.url }, { authority: young.url }], failed: [] }],
    });
    const kinds = (await entriesOf(vault)).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(['stamp-evidence', 'checkpoint-stamped', 'checkpoint-stamped']);
    expect(await judged(trustingBoth())).toMatchObject({ result: 'pass', dated: first });
  });

  it('fetch a certificate that the tokens lack, and take the list where nobody answers by OCSP', async () => {
    const bare = await authorities.start({ clock, name: 'Bare', withoutRoot: true, revocation: 'crl' });
    await askOnly(vault, bare);
    await timestampNow(vault, { signal: noStop() });
    const report = await refreshTimestamps(vault, { signal: noStop() });
    expect(report.signers.find(({ authority }) => authority === bare.url)).toMatchObject({
      certificates: [{ state: 'good' }, { state: 'trust' }],
    });
    const evidence = (await entriesOf(vault)).filter(({ kind }) => kind === 'stamp-evidence');
    const own = evidence.find(({ authority }) => authority === bare.url);
    expect(own?.chain).toEqual([Buffer.from(bare.rootCertificate).toString('base64')]);
    expect(own?.revocation).toHaveLength(1);
  });

  it('outlive a key that was lost later, which they do not without being renewed', async () => {
    const compromisedFrom = '2027-06-01T00:00:00.000Z';
    const alone = await judged(trustingBoth({ compromisedFrom }));
    expect(alone).toMatchObject({ result: 'not-checked', code: 'time-authority-compromised', ok: true });
    expect(alone.dated).toBeUndefined();
    await renew('2026-12-01T10:00:00.000Z');
    expect(await judged(trustingBoth({ compromisedFrom }))).toMatchObject({ result: 'pass', dated: first });
    // Before it was renewed: then only the newer date is left.
    expect(await judged(trustingBoth({ compromisedFrom: '2026-11-01T00:00:00.000Z' }))).toMatchObject({
      result: 'pass',
      dated: { by: '2026-12-01T10:00:00.000Z', authority: 'Young' },
    });
  });

  it('outlive a certificate that ran out, renewed or not, for it was good at the time', async () => {
    expect(await judged(trustingBoth())).toMatchObject({ result: 'pass', dated: first });
    clock.set('2027-03-01T10:00:00.000Z');
    // One that is signed with it afterwards is not even kept.
    expect(await timestampNow(vault, { signal: noStop() })).toMatchObject({
      stamped: [],
      failed: [{ error: { code: 'proof.authority-wrong-answer', details: { what: 'expired-at-gentime' } } }],
    });
    expect(await judged(trustingBoth())).toMatchObject({ result: 'pass', dated: first });
  });

  it('outlive the key that renewed them, if they were renewed again in time', async () => {
    await renew('2026-12-01T10:00:00.000Z');
    const third = await authorities.start({ clock, name: 'Third' });
    clock.set('2030-01-01T10:00:00.000Z');
    await askOnly(vault, third);
    await refreshTimestamps(vault, { signal: noStop() });
    const policy = (lost: string) =>
      policyOf(
        trusting(old, { compromisedFrom: '2027-06-01T00:00:00.000Z' }),
        trusting(young, { compromisedFrom: lost }),
        trusting(third),
      );
    expect(await judged(policy('2031-01-01T00:00:00.000Z'))).toMatchObject({ dated: first });
    expect(await judged(policy('2029-01-01T00:00:00.000Z'))).toMatchObject({
      dated: { by: '2030-01-01T10:00:00.000Z', authority: 'Third' },
    });
  });

  it.each([
    ['given up afterwards', { at: new Date('2026-06-01T00:00:00Z'), reason: 5 }, first],
    ['given up before', { at: new Date('2026-03-01T00:00:00Z'), reason: 4 }, 'revoked'],
    ['lost before', { at: new Date('2026-03-01T00:00:00Z'), reason: 1 }, 'revoked'],
    ['lost, and nobody saw the date before', { at: new Date('2026-06-01T00:00:00Z'), reason: 1 }, 'later'],
    ['taken back without a reason', { at: new Date('2026-06-01T00:00:00Z') }, 'later'],
  ] as const)('carry along that the key was %s', async (_, revoked, expected) => {
    old.revoke(revoked);
    expect(await renew('2026-12-01T10:00:00.000Z')).toMatchObject({
      signers: [{ certificates: [{ state: 'revoked' }, { state: 'trust' }] }],
    });
    const onlyOld = await judged(policyOf(trusting(old)));
    const both = await judged(trustingBoth());
    if (typeof expected === 'object') {
      expect(onlyOld).toMatchObject({ result: 'pass', dated: expected });
      return;
    }
    expect(onlyOld).toMatchObject({ result: 'not-checked', ok: true });
    expect(onlyOld.dated).toBeUndefined();
    if (expected === 'revoked') expect(onlyOld.code).toBe('time-authority-revoked');
    expect(both).toMatchObject({ dated: { by: '2026-12-01T10:00:00.000Z', authority: 'Young' } });
  });

  it('outlive a key that was lost after they were renewed, as its issuer says later', async () => {
    await renew('2026-12-01T10:00:00.000Z');
    old.revoke({
      at: new Date('2027-02-01T00:00:00Z'),
      reason: 1,
      invalidFrom: new Date('2027-01-15T00:00:00Z'),
    });
    await renew('2027-03-01T10:00:00.000Z');
    expect(await judged(trustingBoth())).toMatchObject({ result: 'pass', dated: first });
    old.revoke({
      at: new Date('2027-02-01T00:00:00Z'),
      reason: 1,
      invalidFrom: new Date('2026-11-15T00:00:00Z'),
    });
    await renew('2027-04-01T10:00:00.000Z');
    expect(await judged(trustingBoth())).toMatchObject({
      dated: { by: '2026-12-01T10:00:00.000Z', authority: 'Young' },
    });
  });

  it('of the log of an installation before this one are renewed too', async () => {
    await world.closeAll();
    const copy = await world.copyTo(join(world.root, 'restored'), false);
    copy.clock = clock;
    clock.set('2026-12-01T10:00:00.000Z');
    const restored = await copy.write();
    try {
      await askOnly(restored, young);
      expect(await refreshTimestamps(restored, { signal: noStop() })).toMatchObject({
        stamping: [{ stamped: [{}] }, { stamped: [{}] }],
      });
      const report = await verifyBytes(await bundleOf(restored), {
        policy: trustingBoth({ compromisedFrom: '2027-06-01T00:00:00.000Z' }),
      });
      expect(report.items.find(({ name }) => name === 'essay.docx')?.dated).toEqual(first);
    } finally {
      await copy.closeAll();
    }
  });

  it('say of whom nobody could be asked, and keep what they have', async () => {
    old.flaw('unavailable');
    const size = vault.writer.head().size;
    expect(await renew('2026-12-01T10:00:00.000Z')).toMatchObject({
      signers: [{ certificates: [{ state: 'unknown', error: { code: 'proof.authority-unreachable' } }, {}] }],
      stamping: [{ stamped: [{ authority: young.url }], failed: [{ authority: old.url }] }],
    });
    expect((await entriesOf(vault)).slice(size).map(({ kind }) => kind)).toEqual(['checkpoint-stamped']);
    expect(await judged(trustingBoth())).toMatchObject({ dated: first });
  });
});
