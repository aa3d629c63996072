import { beforeAll, describe, expect, it } from 'vitest';

import { encodeHex, encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { disclosesByDefault } from '../../../src/bundle/default-disclosure.ts';
import { verificationSentences } from '../../../src/verify/verification-codes.ts';
import { checkIds } from '../../../src/verify/verification-report.ts';
import { remakeManifests, remakeTagManifests, replaceIn, rezip, textIn } from '../../support/bundle/rezip.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { at, type SmallVault } from '../../support/bundle/small-vault.ts';
import { tamperings } from '../../support/bundle/tamperings.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

let vault: SmallVault;
let bundle: Uint8Array;

beforeAll(async () => {
  vault = samsVault();
  bundle = await makeBundle(vault);
});

describe('a good bundle', () => {
  it('passes what it can prove and leaves the rest open, so the verdict is incomplete', async () => {
    const report = await verifyBytes(bundle, { full: true, expectKey: vault.id });
    expect(report.ok).toBe(true);
    expect(report.verdict).toBe('incomplete');
    const results = Object.fromEntries(report.checks.map(({ id, result }) => [id, result]));
    expect(results).toEqual({
      zip: 'pass',
      layout: 'pass',
      integrity: 'pass',
      'integrity-sha512': 'pass',
      'tag-integrity': 'pass',
      signature: 'pass',
      checkpoint: 'pass',
      history: 'pass',
      page: 'pass',
      identity: 'pass',
      time: 'not-checked',
      witnesses: 'not-checked',
      completeness: 'not-checked',
      origin: 'not-checked',
    });
    expect(report.checks.map(({ id }) => id)).toEqual([...checkIds]);
  });

  it('leaves identity and the second digest open unless they are asked for, and says why', async () => {
    const report = await verifyBytes(bundle);
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'identity')).toMatchObject({ result: 'not-checked', code: 'identity-not-asked' });
    expect(checkOf(report, 'integrity-sha512')).toMatchObject({
      result: 'not-checked',
      code: 'full-not-asked',
    });
    expect(report.signer).toMatchObject({ vault: vault.id, publicKey: encodeBase64(vault.root.publicKey) });
    expect(report.signer?.keyPhrase.split(' · ')).toHaveLength(6);
  });

  it('gives each item its attempt, its files and its standing', async () => {
    const { items } = await verifyBytes(bundle);
    const file = items.find(({ id }) => id === 'i-file-2');
    expect(file).toMatchObject({
      kind: 'document',
      name: 'Report.pdf',
      attempt: 2,
      result: 'pass',
      standing: 'kept',
    });
    expect(file?.files.map(({ path, result }) => [path, result])).toEqual([
      ['data/records/i-file-2-document-version-1.json', 'pass'],
      ['data/evidence/unit-3-attempt-2-report.pdf', 'pass'],
    ]);
    expect(items.find(({ id }) => id === 'e-profile001')?.standing).toBe('stated');
    expect(items.filter(({ id }) => id === 'i-grade-2').map(({ version }) => version)).toEqual([1, 2]);
  });

  it('accepts the expected key as vault id, hexadecimal and base64', async () => {
    const { publicKey } = vault.root;
    for (const expectKey of [
      vault.id,
      vault.id.toUpperCase(),
      encodeHex(publicKey),
      ` ${encodeBase64(publicKey)}\n`,
    ])
      expect(checkOf(await verifyBytes(bundle, { expectKey }), 'identity').result).toBe('pass');
  });

  it('refuses an expected key that is neither', async () => {
    for (const expectKey of ['', 'sam', vault.id.slice(1), 'AAAA'])
      await expect(verifyBytes(bundle, { expectKey })).rejects.toMatchObject({ code: 'input.usage' });
  });

  it('tells how far it is, up to the end', async () => {
    const seen: number[] = [];
    await verifyBytes(bundle, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('stops when asked', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(verifyBytes(bundle, { signal: controller.signal })).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
  });

  it('passes on what goes wrong in reading the file itself', async () => {
    const { verifyBundle } = await import('../../../src/verify/verify-bundle.ts');
    const { portableHashes: hashes } = await import('../../../src/crypto/portable-hashes.ts');
    const broken = { size: 1000, read: () => Promise.reject(new VaultError('storage.failed')) };
    await expect(verifyBundle(broken, { hashes })).rejects.toMatchObject({ code: 'storage.failed' });
  });
});

describe('a tampered bundle', () => {
  for (const { name, rule, check, code, file, make } of tamperings) {
    it(`fails for ${name} (${rule}: ${code})`, async () => {
      const tampered = await make(bundle, vault);
      const report = await verifyBytes(tampered, { expectKey: vault.id });
      expect(report.ok).toBe(false);
      expect(report.verdict).toBe('fail');
      const found = checkOf(report, check);
      expect(found.result).toBe('fail');
      const finding = found.findings?.find(
        (each) => each.code === code && (file === undefined || each.file === file),
      );
      expect(finding, JSON.stringify(report.checks.filter(({ result }) => result === 'fail'))).toBeDefined();
    });
  }

  it('names both files of a swapped pair and the new name of a renamed one, and nothing else', async () => {
    const findings = async (name: string) => {
      const tampering = tamperings.find((each) => each.name === name);
      const report = await verifyBytes((await tampering?.make(bundle, vault)) ?? bundle);
      return checkOf(report, 'integrity').findings;
    };
    expect(await findings('a swapped pair')).toEqual([
      {
        code: 'files-swapped',
        file: 'data/evidence/unit-3-attempt-1-report.pdf',
        other: 'data/evidence/unit-3-attempt-2-report.pdf',
      },
    ]);
    expect(await findings('a renamed file')).toEqual([
      {
        code: 'file-renamed',
        file: 'data/evidence/unit-3-attempt-1-report.pdf',
        other: 'data/evidence/unit-3-attempt-3-report.pdf',
      },
    ]);
  });

  it('tells which items are touched, and gives them no standing', async () => {
    const tampering = tamperings.find(({ name }) => name === 'a payload byte');
    const { items } = await verifyBytes((await tampering?.make(bundle, vault)) ?? bundle);
    const bad = items.filter(({ result }) => result === 'fail');
    expect(bad.map(({ id, code, standing }) => [id, code, standing])).toEqual([
      ['i-file-1', 'payload-altered', 'none'],
    ]);
  });

  it('gives no signer and no standing where the signature is not good', async () => {
    const tampering = tamperings.find(({ name }) => name === 'a signature by another key');
    const report = await verifyBytes((await tampering?.make(bundle, vault)) ?? bundle, {
      expectKey: vault.id,
    });
    expect(report.signer).toBeNull();
    expect(checkOf(report, 'identity')).toMatchObject({ result: 'not-checked', code: 'signature-not-good' });
    expect(new Set(report.items.map(({ standing }) => standing))).toEqual(new Set(['none']));
  });
});

describe('what only some checks see', () => {
  it('finds a wrong second digest of a record in a full check only', async () => {
    const tampered = await rezip(bundle, (files) => {
      const lines = textIn(files, paths.manifest512).split('\n');
      const wrong = lines.map((line) =>
        line.includes('/records/') ? `${'0'.repeat(128)}${line.slice(128)}` : line,
      );
      files.set(paths.manifest512, utf8(wrong.join('\n')));
      remakeTagManifests(files, vault.root);
    });
    expect((await verifyBytes(tampered)).ok).toBe(true);
    const full = await verifyBytes(tampered, { full: true });
    expect(checkOf(full, 'integrity-sha512')).toMatchObject({ result: 'fail', code: 'sha512-differs' });
    expect(checkOf(full, 'integrity').result).toBe('pass');
  });

  it('leaves the page open where it says something else, though signed', async () => {
    const tampered = await rezip(bundle, (files) => {
      replaceIn(files, paths.page, 'Refer', 'Merit');
      remakeManifests(files, vault.root);
    });
    const report = await verifyBytes(tampered);
    expect(checkOf(report, 'page')).toMatchObject({ result: 'not-checked', code: 'page-not-compared' });
    expect(report.ok).toBe(true);
  });

  it('passes over tag files and payload of later versions, and leaves the page open for the latter', async () => {
    const later = await rezip(bundle, (files) => {
      files.set('evidence-vault/timestamps/1.tsr', utf8('later'));
      remakeManifests(files, vault.root);
    });
    expect((await verifyBytes(later)).checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  it('says that there is no history where there is none', async () => {
    const empty = await makeBundle(vault, { ...vault.input(), logs: [], entries: [] });
    const report = await verifyBytes(empty);
    expect(report.ok).toBe(true);
    for (const id of ['checkpoint', 'history'] as const)
      expect(checkOf(report, id)).toMatchObject({ result: 'not-checked', code: 'no-history' });
  });

  it('tries every code that a check can fail with', () => {
    const elsewhere = new Set([
      'identity-other-key',
      'practice-mark-differs',
      'sha512-differs',
      // cards.test.ts
      'card-malformed',
      'card-other-vault',
      'card-signature-wrong',
      'card-other-learner',
      // copies.test.ts
      'copy-differs',
      // origin/credentials.test.ts and origin/mail.test.ts
      'credential-forged',
      'credential-other-item',
      'mail-body-altered',
      'mail-signature-wrong',
      'mail-record-differs',
      // encrypted-bundle.test.ts
      'encrypted-altered',
      'encrypted-malformed',
      // completeness.test.ts
      'closing-malformed',
      'closing-not-last',
      'closings-contradict',
      'attempts-beyond-count',
      'attempt-chain-broken',
      'attempt-numbers-contradict',
      // sets.test.ts
      'part-differs',
      'set-part-fails',
      'set-not-one-vault',
      'set-histories-differ',
      // tests/integration/cli/export-split.test.ts
      'set-mixed',
      // dates.test.ts, and for what contradicts a date tests/integration/verify/dating.test.ts
      'anchor-malformed',
      'anchor-wrong',
      'anchor-not-in-history',
      'time-stamp-malformed',
      'time-stamp-without-anchor',
      'time-token-malformed',
      'time-token-altered',
      'time-token-other',
      'time-token-certificate',
      'time-token-purpose',
      'time-token-chain',
      'time-token-expired',
      'time-tokens-contradict',
      'time-later-than-token',
      'time-earlier-than-token',
      // witnesses.test.ts
      'history-forked',
      'witness-record-malformed',
      'witness-without-anchor',
      'witness-signature-wrong',
    ]);
    const tried = new Set<string>(tamperings.map(({ code }) => code));
    const start = Object.keys(verificationSentences);
    const fails = start.slice(0, start.indexOf('not-reached'));
    expect(fails.filter((code) => !tried.has(code) && !elsewhere.has(code))).toEqual([]);
  });
});

describe('a whole bundle made again by a stranger', () => {
  it('is incomplete where nobody says which key to expect, and fails where somebody does', async () => {
    const forged = await makeBundle(samsVault(9));
    const without = await verifyBytes(forged);
    expect(without.ok).toBe(true);
    expect(without.verdict).toBe('incomplete');
    expect(checkOf(without, 'identity').result).toBe('not-checked');
    const expected = await verifyBytes(forged, { expectKey: vault.id });
    expect(expected.verdict).toBe('fail');
    expect(checkOf(expected, 'identity')).toMatchObject({ result: 'fail', code: 'identity-other-key' });
  });
});

describe('a bundle of several logs', () => {
  it('proves each entry in its own log', async () => {
    const two = samsVault();
    const second = two.addLog(55);
    two.state('n-0000000001', 'note', { item: 'i-file-1', text: 'mine' }, second);
    const report = await verifyBytes(await makeBundle(two));
    expect(report.ok).toBe(true);
    expect(report.bundle?.logs).toEqual([
      { log: two.log.id, size: two.log.entries.length },
      { log: second.id, size: 2 },
    ]);
  });

  it('holds what it discloses even where most entries stay at home', async () => {
    const input = vault.input();
    const some = await makeBundle(vault, {
      ...input,
      entries: input.entries.filter((_, index) => index % 3 === 0),
    });
    expect((await verifyBytes(some)).ok).toBe(true);
  });
});

describe('what a later version wrote', () => {
  it('proves an unknown kind of entry and of record, and leaves what they say open', async () => {
    const later = samsVault();
    later.log.append({ kind: 'moon-phase', at, phase: 'full' });
    later.state('h-0000000001', 'hologram', { depth: 3 });
    const report = await verifyBytes(await makeBundle(later));
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'history').result).toBe('pass');
    expect(report.items.find(({ kind }) => kind === 'hologram')).toMatchObject({
      result: 'not-checked',
      code: 'kind-unknown',
    });
  });
});

describe('a practice bundle', () => {
  it('is marked as practice in the report', async () => {
    const practice = samsVault(3, true);
    expect((await verifyBytes(await makeBundle(practice))).practice).toBe(true);
    expect((await verifyBytes(bundle)).practice).toBe(false);
  });

  it('cannot pass as real while its history says practice', async () => {
    const practice = samsVault(3, true);
    const hidden = await verifyBytes(await makeBundle(practice, practice.input({ practice: false })));
    expect(checkOf(hidden, 'history')).toMatchObject({ result: 'fail', code: 'practice-mark-differs' });
    expect(hidden.practice).toBe(true);
  });
});

describe('closed fields', () => {
  it('keep entry and bundle sound whatever is closed', async () => {
    const input = vault.input();
    const closed = new Set([
      'name',
      'at',
      'record.comments',
      'record.value',
      'provenance',
      'source',
      'record.title',
    ]);
    const entries = input.entries.map((entry, index) => ({
      ...entry,
      discloses: (name: string) =>
        !closed.has(name) && disclosesByDefault(vault.log.fields[index] ?? {})(name),
    }));
    const report = await verifyBytes(await makeBundle(vault, { ...input, entries }));
    expect(report.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(report.items.find(({ id }) => id === 'i-file-1')).toMatchObject({ result: 'pass' });
  });
});
