import { describe, expect, it } from 'vitest';

import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { logIdOf } from '../../../src/ledger/log-identity.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import type { CheckId, VerificationReport } from '../../../src/verify/verification-report.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import {
  authorityRoot,
  awards,
  college,
  SeenVault,
  stampTime,
  VectorWitness,
  witnessTime,
} from '../../support/rule-vectors/worlds.ts';

const authority = (limits: object = {}) => ({
  authorities: [{ name: 'Practice authority', certificate: authorityRoot(), ...limits }],
});
const witnesses = (...known: readonly (readonly [witness: VectorWitness, limits?: object])[]) => ({
  witnesses: known.map(([{ name, key }, limits]) => ({ name, key, ...limits })),
});
const policy = (...lists: readonly object[]) =>
  parsePolicy({ format: 'evidence-vault-policy', version: 1, ...Object.assign({}, ...lists) });
const shifted = (time: string, by: number): string => new Date(Date.parse(time) + by).toISOString();
const told = (report: VerificationReport, id: CheckId) => {
  const { result, code } = checkOf(report, id);
  return code ?? result;
};
const essay = () => new SeenVault().capture('i-essay');
/** When the records of these vaults say that they were made. */
const said = '2026-11-20T10:15:30.000Z';
const day = 86_400_000;

describe('a moment that the reader asks about', () => {
  it('counts tokens and cosignatures of that very moment, and none of the next', async () => {
    const stamped = await essay().stamped().bundle();
    const seen = await essay().cosigned(awards).bundle();
    const trusting = policy(authority(), witnesses([awards]));
    expect(told(await verifyBytes(stamped, { policy: trusting, at: stampTime }), 'time')).toBe('pass');
    const before = { policy: trusting, at: shifted(stampTime, -1) };
    expect(told(await verifyBytes(stamped, before), 'time')).toBe('time-token-later');
    expect(told(await verifyBytes(seen, { policy: trusting, at: witnessTime }), 'witnesses')).toBe('pass');
    const early = await verifyBytes(seen, { policy: trusting, at: shifted(witnessTime, -1) });
    expect(told(early, 'witnesses')).toBe('witness-later');
  });
});

describe('a key that was lost later', () => {
  it.each([
    // A witness's time is to the second.
    [shifted(witnessTime, 1000), 'time-authority-compromised'],
    [shifted(witnessTime, 1001), 'pass'],
  ])('of an authority counts only what another clock saw before %s', async (compromisedFrom, expected) => {
    const bundle = await essay().stamped().cosigned(awards).bundle();
    // The witness's own time dates nothing here: it came after the token, and is asked for the token alone.
    const lists = [authority({ compromisedFrom }), witnesses([awards])];
    const report = await verifyBytes(bundle, { policy: policy(...lists) });
    expect(report.items[0]?.dated?.authority).toBe(expected === 'pass' ? 'Practice authority' : awards.name);
    const alone = await verifyBytes(await essay().stamped().bundle(), { policy: policy(...lists) });
    expect(told(alone, 'time')).toBe('time-authority-compromised');
  });

  it.each([
    [shifted(witnessTime, 60_000), 'witness-compromised'],
    [shifted(witnessTime, 60_001), 'pass'],
  ])('of a witness counts only what a sound witness saw before %s', async (compromisedFrom, expected) => {
    const world = essay().cosigned(awards).cosigned(college, shifted(witnessTime, 60_000));
    const known = policy(witnesses([awards, { compromisedFrom }], [college]));
    const report = await verifyBytes(await world.bundle(), { policy: known });
    const names = report.items[0]?.dated?.authority;
    expect(names).toBe(expected === 'pass' ? awards.name : college.name);
  });

  it('is not made good by another lost key, or by itself', async () => {
    const limits = { compromisedFrom: '2026-12-01T00:00:00.000Z' };
    const world = essay().cosigned(awards).cosigned(college, shifted(witnessTime, 60_000));
    const lost = policy(witnesses([awards, limits], [college, limits]));
    expect(told(await verifyBytes(await world.bundle(), { policy: lost }), 'witnesses')).toBe(
      'witness-compromised',
    );
    const twice = await essay()
      .stamped()
      .stamped({ time: shifted(stampTime, 60_000) })
      .bundle();
    expect(told(await verifyBytes(twice, { policy: policy(authority(limits)) }), 'time')).toBe(
      'time-authority-compromised',
    );
  });
});

describe('a clock that is off', () => {
  const trusting = policy(authority(), witnesses([awards]));

  it.each([
    [shifted(said, -day), 'pass'],
    [shifted(said, -day - 1), 'time-later-than-token'],
  ])('may be a day ahead of the token of %s', async (time, expected) => {
    const bundle = await essay().stamped({ time }).bundle();
    expect(told(await verifyBytes(bundle, { policy: trusting }), 'time')).toBe(expected);
  });

  it.each([
    [shifted(said, day), 'time-partly-proven'],
    [shifted(said, day + 1), 'time-earlier-than-token'],
  ])('may be a day behind the token of %s', async (time, expected) => {
    const bundle = await essay().stamped({ time }).capture('i-late').bundle();
    expect(told(await verifyBytes(bundle, { policy: trusting }), 'time')).toBe(expected);
  });

  it.each([
    [62_000, 'pass'],
    [62_001, 'time-tokens-contradict'],
  ])('of an authority may be a minute and both accuracies (a second each) off: %i', async (by, expected) => {
    const world = essay()
      .stamped({ time: shifted(witnessTime, by) })
      .cosigned(awards);
    expect(told(await verifyBytes(await world.bundle(), { policy: trusting }), 'time')).toBe(expected);
  });
});

describe('what an item is dated by', () => {
  it('is the earliest that covers it, and the latest that stood before it', async () => {
    const first = stampTime;
    const second = shifted(stampTime, 3_600_000);
    const third = shifted(stampTime, 7_200_000);
    const world = essay().stamped({ time: first }).capture('i-photo').stamped({ time: second });
    world.capture('i-last').stamped({ time: third });
    const { items } = await verifyBytes(await world.bundle(), { policy: policy(authority()) });
    expect(items.map(({ id, dated }) => [id, dated?.by, dated?.after])).toEqual([
      ['i-essay', first, undefined],
      ['i-photo', second, first],
      ['i-last', third, second],
    ]);
  });

  it('is nothing where there is no item', async () => {
    const known = policy(authority(), witnesses([awards]));
    const stamped = await verifyBytes(await new SeenVault().stamped().bundle(), { policy: known });
    expect(told(stamped, 'time')).toBe('time-not-proven');
    const seen = await verifyBytes(await new SeenVault().cosigned(awards).bundle(), { policy: known });
    expect(told(seen, 'witnesses')).toBe('witness-partly');
  });
});

describe('what is said to have been seen', () => {
  const known = policy(authority(), witnesses([awards]));
  const strange = { log: logIdOf(hashes, new Uint8Array(32).fill(1)) };

  it('is left open for a log that is not in the bundle', async () => {
    const stamped = await essay().stamped({ changes: strange }).bundle();
    expect(told(await verifyBytes(stamped, { policy: known }), 'time')).toBe('checkpoint-not-good');
    const seen = await essay().cosigned(awards, witnessTime, strange).bundle();
    expect(told(await verifyBytes(seen, { policy: known }), 'witnesses')).toBe('checkpoint-not-good');
  });

  it('is one anchor, and not the size of one and the note of another', async () => {
    const two = () => essay().stamped().capture('i-photo');
    const [size] = [...essay().stamped().anchors.keys()];
    const mixedStamp = two().stamped({ changes: { size: size ?? 0 } });
    expect(told(await verifyBytes(await mixedStamp.bundle(), { policy: known }), 'time')).toBe(
      'time-stamp-without-anchor',
    );
    const mixedLine = two().cosigned(awards, witnessTime, { size: size ?? 0 });
    expect(told(await verifyBytes(await mixedLine.bundle(), { policy: known }), 'witnesses')).toBe(
      'witness-without-anchor',
    );
    const noted = two();
    const [note] = [...noted.anchors.values()];
    noted.cosigned(awards, witnessTime, { note: note ?? '' });
    expect(told(await verifyBytes(await noted.bundle(), { policy: known }), 'witnesses')).toBe(
      'witness-without-anchor',
    );
    const rooted = essay().cosigned(awards, witnessTime, { root: '00'.repeat(32) });
    expect(told(await verifyBytes(await rooted.bundle(), { policy: known }), 'witnesses')).toBe(
      'witness-without-anchor',
    );
  });
});

describe('what is told of witnesses', () => {
  it('is the latest that each of them saw', async () => {
    const later = shifted(witnessTime, 3_600_000);
    for (const times of [
      [witnessTime, later],
      [later, witnessTime],
    ]) {
      const world = essay();
      for (const time of times) world.cosigned(awards, time);
      const { detail } = checkOf(
        await verifyBytes(await world.bundle(), { policy: policy(witnesses([awards])) }),
        'witnesses',
      );
      expect(detail).toContain(`${awards.name} on ${later}`);
      expect(detail).not.toContain(witnessTime);
    }
  });

  it('names five of those that nobody trusts, each once, and counts the others', async () => {
    const detailOf = async (count: number) => {
      const world = essay();
      for (let number = 0; number < count; number += 1)
        world.cosigned(new VectorWitness(`w${number}.example`, 60 + number));
      // Once more at the same time: it is told once.
      world.cosigned(new VectorWitness('w0.example', 60));
      return checkOf(await verifyBytes(await world.bundle()), 'witnesses').detail;
    };
    const names = (count: number) =>
      Array.from({ length: count }, (_, number) => `w${number}.example on ${witnessTime}`).join(', ');
    expect(await detailOf(5)).toMatch(new RegExp(`Found: ${names(5).replaceAll('.', '\\.')}\\.$`, 'u'));
    expect(await detailOf(7)).toContain(`Found: ${names(5)}, and 2 more.`);
  });

  it('says nothing of what was found where nothing was', async () => {
    const { detail } = checkOf(await verifyBytes(await essay().bundle()), 'witnesses');
    expect(detail).toBe('No witness has signed this history. That it only grew is the vault’s own word.');
  });
});
