import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import type { LogAnchor } from '../../../src/bundle/ledger-document.ts';
import { signNote } from '../../../src/ledger/signed-note.ts';
import { checkpointOrigin } from '../../../src/ledger/checkpoint.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import type { CheckId } from '../../../src/verify/verification-report.ts';
import { otherHistory, stampedBundle, type StampedChoices } from '../../support/bundle/stamped-vault.ts';
import { emptyPolicy, parsePolicy } from '../../../src/verify/policy.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { purposeExtension } from '../../../src/practice/authority/make-certificate.ts';

const past = new Date('2026-11-01T00:00:00Z');

/** Codes of the findings of a check of this bundle, for a reader who trusts the token's root. */
async function found(choices: StampedChoices, check: CheckId): Promise<readonly string[]> {
  const { bundle, policy } = await stampedBundle(choices);
  const report = await verifyBytes(bundle, { policy });
  return (checkOf(report, check).findings ?? []).map(({ code }) => code);
}

const onlyAnchor = (change: (anchor: LogAnchor) => LogAnchor): StampedChoices => ({
  anchors: (anchors) => anchors.map(change),
});

describe('a stamped bundle', () => {
  it('is dated for a reader who trusts the authority', async () => {
    const { bundle, policy } = await stampedBundle();
    const report = await verifyBytes(bundle, { policy });
    expect(checkOf(report, 'time').result).toBe('pass');
    expect(checkOf(report, 'history').result).toBe('pass');
    expect(report.items).toMatchObject([
      { id: 'i-file-1', dated: { by: '2026-11-20T11:15:30.000Z', authority: 'Test root' } },
    ]);
  });
});

describe('the anchors of a bundle', () => {
  it.each<[string, StampedChoices, string]>([
    ['a note that is none', onlyAnchor((anchor) => ({ ...anchor, note: 'hello\n' })), 'anchor-malformed'],
    [
      'a note of another size',
      onlyAnchor((anchor) => ({ ...anchor, size: anchor.size + 1 })),
      'anchor-malformed',
    ],
    [
      'a note with a second signature',
      {
        anchors: (anchors) =>
          anchors.map((anchor) => {
            const { seed, publicKey } = createKeyPair(new Uint8Array(32).fill(3));
            const text = anchor.note.slice(0, anchor.note.lastIndexOf('\n\n') + 1);
            const [, line = ''] = signNote(text, 'somebody', seed, publicKey).split('\n\n');
            return { ...anchor, note: anchor.note + line };
          }),
      },
      'anchor-malformed',
    ],
    [
      'a note that another key signed in the log’s name',
      {
        anchors: (anchors, { log }) =>
          anchors.map((anchor) => {
            const { seed, publicKey } = createKeyPair(new Uint8Array(32).fill(3));
            const text = anchor.note.slice(0, anchor.note.lastIndexOf('\n\n') + 1);
            return { ...anchor, note: signNote(text, checkpointOrigin(log.id), seed, publicKey) };
          }),
      },
      'anchor-wrong',
    ],
    [
      'a state of another history that the log’s key signed',
      { anchors: (anchors, vault) => anchors.map((anchor) => otherHistory(anchor, vault)) },
      'anchor-not-in-history',
    ],
    [
      'a proof that was changed',
      onlyAnchor((anchor) => ({ ...anchor, proof: anchor.proof.map(() => new Uint8Array(32)) })),
      'anchor-not-in-history',
    ],
    ['a proof that is missing', onlyAnchor((anchor) => ({ ...anchor, proof: [] })), 'anchor-not-in-history'],
    [
      'another history of the very length of this one',
      {
        anchors: (anchors, vault) =>
          anchors.map((anchor) => otherHistory({ ...anchor, size: vault.log.tree.size, proof: [] }, vault)),
      },
      'history-forked',
    ],
  ])('refuse %s', async (_, choices, code) => {
    expect(await found(choices, 'history')).toContain(code);
    const { bundle, policy } = await stampedBundle(choices);
    // Whatever the token says, nothing is dated by a state that does not hold.
    const { items } = await verifyBytes(bundle, { policy });
    expect(items.map(({ dated }) => dated)).toEqual([undefined]);
  });

  it.each<[string, StampedChoices]>([
    ['out of order', { anchors: (anchors) => [...anchors, ...anchors] }],
    ['beyond the tree', onlyAnchor((anchor) => ({ ...anchor, size: 99 }))],
  ])('are not read %s', async (_, choices) => {
    expect(await found(choices, 'layout')).toEqual(['ledger-malformed']);
  });
});

describe('the stamps of a bundle', () => {
  it.each<[string, StampedChoices, string]>([
    ['lacks a field', { entry: ({ token: _, ...entry }) => entry }, 'time-stamp-malformed'],
    ['keeps a field closed', { closes: (name) => name === 'note' }, 'time-stamp-malformed'],
    ['is of a state that is not shown', { anchors: () => [] }, 'time-stamp-without-anchor'],
    [
      'says another root than its note',
      { entry: (entry) => ({ ...entry, root: '00'.repeat(32) }) },
      'time-stamp-without-anchor',
    ],
    ['holds no token', { entry: (entry) => ({ ...entry, token: 'AAAA' }) }, 'time-token-malformed'],
    ['has a token with two signers', { token: { token: { signers: 2 } } }, 'time-token-malformed'],
    ['has a token of something else', { message: utf8('something else') }, 'time-token-other'],
    ['has a token that another key signed', { token: { foreignKey: true } }, 'time-token-altered'],
    ['has a token that names another certificate', { token: { names: 'root' } }, 'time-token-certificate'],
    [
      'has a token of a key that is for something else',
      { token: { leaf: { extensions: [purposeExtension(['1.3.6.1.5.5.7.3.2'])] } } },
      'time-token-purpose',
    ],
    [
      'has a token whose chain leads through a certificate that may not vouch',
      { token: { intermediate: { extensions: [purposeExtension(['1.3.6.1.5.5.7.3.8'])] } } },
      'time-token-chain',
    ],
    [
      'has a token of a time when its certificate was over',
      { token: { leaf: { notAfter: past } } },
      'time-token-expired',
    ],
  ])('fail where one %s', async (_, choices, code) => {
    expect(await found(choices, 'time')).toEqual([code]);
  });

  it('date nothing where a token lacks its certificates, and hold nothing against the bundle', async () => {
    const { bundle, policy } = await stampedBundle({
      token: { carries: 'nothing' },
    });
    const report = await verifyBytes(bundle, { policy });
    expect(checkOf(report, 'time')).toMatchObject({
      result: 'not-checked',
      code: 'time-authority-not-trusted',
    });
  });
});

describe('a stamp that is written in a second way', () => {
  it('is a broken stamp and nothing that stops the verifier', async () => {
    const { bundle, policy } = await stampedBundle({ entry: (entry) => ({ ...entry, token: 'AB==' }) });
    const report = await verifyBytes(bundle, { policy });
    expect(checkOf(report, 'time')).toMatchObject({ result: 'fail', code: 'time-stamp-malformed' });
  });

  it('is a broken stamp with more certificates beside it than any token needs', async () => {
    const chain = Array.from({ length: 17 }, () => 'AAAA');
    const { bundle, policy } = await stampedBundle({ entry: (entry) => ({ ...entry, chain }) });
    const report = await verifyBytes(bundle, { policy });
    expect(checkOf(report, 'time')).toMatchObject({ result: 'fail', code: 'time-stamp-malformed' });
  });
});

describe('a policy', () => {
  it('is refused with what is no certificate', () => {
    const authorities = [{ name: 'Nobody', certificate: 'AAAA' }];
    expect(() => parsePolicy({ ...emptyPolicy, authorities })).toThrow(
      expect.objectContaining({ code: 'input.policy-invalid' }),
    );
  });
});

describe('the vaults of a policy', () => {
  const identity = async (...limits: readonly object[]) => {
    const { bundle, policy, vault } = await stampedBundle();
    const vaults = limits.map((limit) => ({ key: vault.id, ...limit }));
    const { result, code } = checkOf(
      await verifyBytes(bundle, { policy: { ...policy, vaults } }),
      'identity',
    );
    return code ?? result;
  };

  it('say whose a bundle is', async () => {
    expect(await identity()).toBe('identity-not-asked');
    expect(await identity({})).toBe('pass');
    expect(await identity({ key: 'ab'.repeat(32) })).toBe('identity-not-named');
    expect(await identity({ key: 'ab'.repeat(32) }, {})).toBe('pass');
  });

  it.each([
    [{ from: '2026-11-20T11:15:30.000Z', until: '2026-11-20T11:15:30.000Z' }, 'pass'],
    [{ from: '2026-11-20T11:15:30.001Z' }, 'identity-not-then'],
    [{ until: '2026-11-20T11:15:29.999Z' }, 'identity-not-then'],
    [{ compromisedFrom: '2026-11-20T11:15:30.000Z' }, 'identity-not-then'],
    [{ compromisedFrom: '2026-11-20T11:15:30.001Z' }, 'pass'],
  ])('count only for the time that they are trusted for: %o', async (limit, expected) => {
    expect(await identity(limit)).toBe(expected);
  });

  it('with a limit count only where a trusted clock has dated everything', async () => {
    const { bundle, policy, vault } = await stampedBundle();
    const limited = {
      ...policy,
      authorities: [],
      vaults: [{ key: vault.id, until: '2030-01-01T00:00:00Z' }],
    };
    expect(checkOf(await verifyBytes(bundle, { policy: limited }), 'identity').code).toBe(
      'identity-not-then',
    );
  });

  it('with a limit do not count where the learner stated something after the last date', async () => {
    const { bundle, policy, vault } = await stampedBundle({
      later: (later) => later.state('p-1', 'profile', { name: 'Somebody Else' }),
    });
    const limited = { ...policy, vaults: [{ key: vault.id, compromisedFrom: '2026-11-20T11:15:30.001Z' }] };
    expect(checkOf(await verifyBytes(bundle, { policy: limited }), 'identity').code).toBe(
      'identity-not-then',
    );
  });

  it('give way to the key that the reader names', async () => {
    const { bundle, policy, vault } = await stampedBundle();
    const both = { policy: { ...policy, vaults: [{ key: vault.id }] }, expectKey: 'ab'.repeat(32) };
    expect(checkOf(await verifyBytes(bundle, both), 'identity').code).toBe('identity-other-key');
  });
});
