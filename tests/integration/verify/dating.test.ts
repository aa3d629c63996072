import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { encodeBase64, encodeHex, parseBase64, utf8 } from '../../../src/base/bytes.ts';
import { isoTime } from '../../../src/base/clock.ts';
import { parseLedgerDocument } from '../../../src/bundle/ledger-document.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { disclosedValues } from '../../../src/ledger/disclosure.ts';
import { requestTimestamp } from '../../../src/anchors/timestamp-client.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import type { PracticeAuthority } from '../../../src/practice/authority/practice-authority.ts';
import type { EntryOf } from '../../../src/ledger/kinds/entry-kinds.ts';
import { timestampNow } from '../../../src/vault/timestamps/timestamp-now.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';
import {
  askOnly,
  Authorities,
  bundleOf,
  findingsOf,
  policyOf,
  resultOf,
  SetClock,
  trusting,
} from '../../support/vault/dated-world.ts';
import { noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

describe('the dates of a bundle', () => {
  const authorities = new Authorities();
  const clock = new SetClock('2026-03-12T10:00:00.000Z');
  /** What the authorities take for the time, whatever the learner's computer says. */
  const authorityClock = new SetClock('2026-03-12T10:00:00.000Z');
  const makeWorld = worlds(undefined, { clock: new SetClock('2026-03-01T10:00:00.000Z') });
  let world: VaultWorld;
  let vault: WritableVault;
  let digi: PracticeAuthority;
  let other: PracticeAuthority;
  const setBoth = (time: string): void => {
    clock.set(time);
    authorityClock.set(time);
  };
  /** Adds a file and has everything stamped by whom the vault asks. */
  const addAndStamp = async (name: string): Promise<void> => {
    await world.add(vault, { [name]: name });
    expect((await timestampNow(vault, { signal: noStop() })).failed).toEqual([]);
  };
  beforeEach(async () => {
    setBoth('2026-03-12T10:00:00.000Z');
    world = await makeWorld();
    world.clock = clock;
    vault = await world.write();
    digi = await authorities.start({ clock: authorityClock, name: 'DigiPractice' });
    other = await authorities.start({ clock: authorityClock, name: 'Other' });
    await askOnly(vault, digi);
  });
  afterEach(() => authorities.closeAll());

  const datesOf = async (bundle: Uint8Array, options: Parameters<typeof verifyBytes>[1]) =>
    Object.fromEntries(
      (await verifyBytes(bundle, options)).items.flatMap(({ name, version, dated }) =>
        name === undefined || version === undefined ? [] : [[name, dated]],
      ),
    );

  it('say for each item since when it has existed, by the earliest trusted clock, and what it came after', async () => {
    await addAndStamp('first.docx');
    setBoth('2026-04-01T09:00:00.000Z');
    await addAndStamp('second.docx');
    setBoth('2026-05-01T09:00:00.000Z');
    await timestampNow(vault, { signal: noStop() });
    const bundle = await bundleOf(vault);
    const policy = policyOf(trusting(digi));
    const report = await verifyBytes(bundle, { policy });
    expect(resultOf(report, 'time')).toEqual({ result: 'pass' });
    expect(resultOf(report, 'history')).toEqual({ result: 'pass' });
    expect(await datesOf(bundle, { policy })).toEqual({
      'first.docx': { by: '2026-03-12T10:00:00.000Z', authority: 'DigiPractice' },
      'second.docx': {
        by: '2026-04-01T09:00:00.000Z',
        authority: 'DigiPractice',
        after: '2026-03-12T10:00:00.000Z',
      },
    });
  });

  it('are not known without a policy, nor with one that names somebody else', async () => {
    await addAndStamp('first.docx');
    const bundle = await bundleOf(vault);
    for (const options of [{}, { policy: policyOf() }, { policy: policyOf(trusting(other)) }]) {
      const report = await verifyBytes(bundle, options);
      expect(resultOf(report, 'time')).toEqual({
        result: 'not-checked',
        code: 'time-authority-not-trusted',
      });
      expect(report.items.every(({ dated }) => dated === undefined)).toBe(true);
      expect(report.ok).toBe(true);
    }
  });

  it('of a history that merely dropped its older tokens are those of what remains', async () => {
    await addAndStamp('first.docx');
    setBoth('2026-05-01T09:00:00.000Z');
    await timestampNow(vault, { signal: noStop() });
    const { proofs } = vault.index;
    const all = proofs.stamped();
    vi.spyOn(proofs, 'stamped').mockReturnValue(all.slice(1));
    const bundle = await bundleOf(vault);
    const policy = policyOf(trusting(digi));
    const report = await verifyBytes(bundle, { policy });
    expect(report.ok).toBe(true);
    expect(resultOf(report, 'time')).toEqual({ result: 'pass' });
    expect(await datesOf(bundle, { policy })).toEqual({
      'first.docx': { by: '2026-05-01T09:00:00.000Z', authority: 'DigiPractice' },
    });
  });

  it('are not known of a bundle in which nobody ever stamped anything', async () => {
    await world.add(vault, { 'first.docx': 'first' });
    const report = await verifyBytes(await bundleOf(vault), { policy: policyOf(trusting(digi)) });
    expect(resultOf(report, 'time')).toEqual({ result: 'not-checked', code: 'time-not-proven' });
  });

  it('are known only in part where something came after the last stamp', async () => {
    await addAndStamp('first.docx');
    await world.add(vault, { 'second.docx': 'second' });
    const bundle = await bundleOf(vault);
    const policy = policyOf(trusting(digi));
    expect(resultOf(await verifyBytes(bundle, { policy }), 'time')).toEqual({
      result: 'not-checked',
      code: 'time-partly-proven',
    });
    expect(await datesOf(bundle, { policy })).toMatchObject({
      'first.docx': { authority: 'DigiPractice' },
      'second.docx': undefined,
    });
  });

  it('count only what was there at the time that is asked about', async () => {
    await addAndStamp('first.docx');
    const bundle = await bundleOf(vault);
    const policy = policyOf(trusting(digi));
    expect(
      resultOf(await verifyBytes(bundle, { policy, at: '2026-03-12T10:00:00.000Z' }), 'time').result,
    ).toBe('pass');
    expect(resultOf(await verifyBytes(bundle, { policy, at: '2026-03-12T09:59:59.999Z' }), 'time')).toEqual({
      result: 'not-checked',
      code: 'time-token-later',
    });
  });

  it('take along no more stamps than date the items best', async () => {
    await askOnly(vault, digi, other);
    await addAndStamp('first.docx');
    for (const month of ['04', '05', '06', '07']) {
      setBoth(`2026-${month}-01T09:00:00.000Z`);
      await timestampNow(vault, { signal: noStop() });
    }
    const bundle = await bundleOf(vault);
    const report = await verifyBytes(bundle, { policy: policyOf(trusting(digi), trusting(other)) });
    expect(resultOf(report, 'time').result).toBe('pass');
    // The one that covers the item, of each authority; the later ones say nothing more.
    expect(vault.index.proofs.stamped()).toHaveLength(10);
    const { files } = await unzipFiles(bundle);
    const taken = parseLedgerDocument(JSON.parse(textIn(files, paths.ledger)))
      .flatMap(({ entries }) => entries.map(({ disclosed }) => disclosedValues(disclosed)))
      .filter(({ kind }) => kind === 'checkpoint-stamped');
    expect(taken.map(({ authority }) => authority).toSorted()).toEqual([digi.url, other.url].toSorted());
    expect(findingsOf(report, 'history')).toEqual([]);
  });

  describe('with the limits of a policy', () => {
    it.each([
      [{ from: '2026-03-13T00:00:00.000Z' }, 'time-authority-not-then'],
      [{ until: '2026-03-12T09:00:00.000Z' }, 'time-authority-not-then'],
      [{ compromisedFrom: '2026-03-01T00:00:00.000Z' }, 'time-authority-compromised'],
      [{ compromisedFrom: '2026-06-01T00:00:00.000Z' }, 'time-authority-compromised'],
      [{ policies: ['1.2.3.4'] }, 'time-token-policy'],
    ])('%o date nothing: %s', async (limits, code) => {
      await addAndStamp('first.docx');
      const report = await verifyBytes(await bundleOf(vault), { policy: policyOf(trusting(digi, limits)) });
      expect(resultOf(report, 'time')).toEqual({ result: 'not-checked', code });
    });

    it('a token outlives its authority if another one saw it in time', async () => {
      await addAndStamp('first.docx');
      await askOnly(vault, other);
      setBoth('2026-05-01T09:00:00.000Z');
      await addAndStamp('second.docx');
      const bundle = await bundleOf(vault);
      const compromisedFrom = (time: string) =>
        policyOf(trusting(digi, { compromisedFrom: time }), trusting(other));
      expect(await datesOf(bundle, { policy: compromisedFrom('2026-06-01T00:00:00.000Z') })).toMatchObject({
        'first.docx': { by: '2026-03-12T10:00:00.000Z', authority: 'DigiPractice' },
      });
      expect(await datesOf(bundle, { policy: compromisedFrom('2026-04-01T00:00:00.000Z') })).toMatchObject({
        'first.docx': { by: '2026-05-01T09:00:00.000Z', authority: 'Other' },
      });
    });
  });

  describe('show', () => {
    it('that a clock was set back', async () => {
      await addAndStamp('first.docx');
      clock.set('2025-09-01T09:00:00.000Z');
      await addAndStamp('back-dated.docx');
      const report = await verifyBytes(await bundleOf(vault), { policy: policyOf(trusting(digi)) });
      expect(resultOf(report, 'time')).toEqual({ result: 'fail', code: 'time-earlier-than-token' });
      expect(findingsOf(report, 'time')).toEqual(['time-earlier-than-token']);
      expect(report.ok).toBe(false);
    });

    it('that a record claims to be later than it can be', async () => {
      clock.set('2026-09-01T09:00:00.000Z');
      await addAndStamp('post-dated.docx');
      const report = await verifyBytes(await bundleOf(vault), { policy: policyOf(trusting(digi)) });
      expect(findingsOf(report, 'time')).toEqual(['time-later-than-token']);
    });

    it('nothing of a clock that is off by less than a day either way', async () => {
      clock.set('2026-03-13T09:59:59.000Z');
      await addAndStamp('first.docx');
      clock.set('2026-03-11T10:00:01.000Z');
      await addAndStamp('second.docx');
      const report = await verifyBytes(await bundleOf(vault), { policy: policyOf(trusting(digi)) });
      expect(resultOf(report, 'time')).toEqual({ result: 'pass' });
    });

    it('that two authorities contradict each other', async () => {
      await addAndStamp('first.docx');
      await askOnly(vault, other);
      authorityClock.set('2026-03-01T10:00:00.000Z');
      clock.set('2026-03-01T10:00:00.000Z');
      await world.add(vault, { 'second.docx': 'second' });
      await timestampNow(vault, { signal: noStop() });
      const report = await verifyBytes(await bundleOf(vault), {
        policy: policyOf(trusting(digi), trusting(other)),
      });
      expect(findingsOf(report, 'time')).toContain('time-tokens-contradict');
    });

    /** Puts an entry of a stamp into the history that the vault itself would never have written. */
    const claim = async (
      change: (entry: EntryOf<'checkpoint-stamped'>) => Partial<EntryOf<'checkpoint-stamped'>>,
    ): Promise<Uint8Array> => {
      await world.add(vault, { 'first.docx': 'first' });
      const note = vault.writer.checkpoint();
      const { log, size, root } = vault.writer.head();
      const { token } = await requestTimestamp(digi.url, utf8(note), {
        hashes: nodeHashes,
        app: 'test',
        signal: noStop(),
      });
      const entry = {
        kind: 'checkpoint-stamped' as const,
        at: isoTime(clock),
        ...{ log, size, root, note },
        authority: digi.url,
        token: encodeBase64(token),
      };
      await vault.recorder.record([{ ...entry, ...change(entry) }]);
      return bundleOf(vault);
    };
    const flipped = (token: string, from: number): string => {
      const bytes = parseBase64(token).slice();
      const at = from < 0 ? bytes.length + from : from;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return encodeBase64(bytes);
    };

    it('that the signature of a token was altered', async () => {
      const bundle = await claim(({ token }) => ({ token: flipped(token, -3) }));
      const report = await verifyBytes(bundle, { policy: policyOf(trusting(digi)) });
      expect(resultOf(report, 'time')).toEqual({ result: 'fail', code: 'time-token-altered' });
      // Also for a reader who trusts nobody: the token is broken whoever made it.
      expect(resultOf(await verifyBytes(bundle), 'time').result).toBe('fail');
    });

    it('that a token is of another state of the history', async () => {
      await world.add(vault, { 'zero.docx': 'zero' });
      const { token: earlier } = await requestTimestamp(digi.url, utf8('another note\n'), {
        hashes: nodeHashes,
        app: 'test',
        signal: noStop(),
      });
      const bundle = await claim(() => ({ token: encodeBase64(earlier) }));
      for (const options of [{}, { policy: policyOf(trusting(digi)) }])
        expect(resultOf(await verifyBytes(bundle, options), 'time')).toEqual({
          result: 'fail',
          code: 'time-token-other',
        });
    });

    it('that a token is no token', async () => {
      const bundle = await claim(() => ({ token: encodeBase64(utf8('not a token')) }));
      expect(resultOf(await verifyBytes(bundle), 'time')).toEqual({
        result: 'fail',
        code: 'time-token-malformed',
      });
    });

    it('nothing of a stamp whose state never began this history: it is left out, and dates nothing', async () => {
      const bundle = await claim(() => ({ root: encodeHex(new Uint8Array(32)) }));
      const report = await verifyBytes(bundle, { policy: policyOf(trusting(digi)) });
      expect(resultOf(report, 'time')).toEqual({ result: 'not-checked', code: 'time-not-proven' });
    });
  });
});
