import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { asVaultError } from '../../../src/base/errors.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { connectMoodle } from '../../../src/vault/connectors/moodle.ts';
import { openContent, saveContent } from '../../../src/vault/get-content.ts';
import { listItems, type ListedItem } from '../../../src/vault/items.ts';
import { rebuildIndex } from '../../../src/vault/rebuild-index.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import {
  recordedAttempts,
  sha1,
  type RecordedAttempt,
  type RecordedFile,
} from '../../support/vault/recorded-work.ts';
import { collect, entriesOf, filesBelow, noStop, passphrase } from '../../support/vault/vault-world.ts';

describe('what a synced vault holds of learner 1', () => {
  let learner: PracticeLearner;
  let first: SyncReport;
  const attempts = recordedAttempts();

  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    first = await learner.sync();
  });
  afterAll(() => learner.end());

  const keyOf = ({ assignment, number }: RecordedAttempt): string =>
    `assignment/${assignment}/attempt/${number}`;
  const documents = (attempt: RecordedAttempt): ListedItem[] =>
    learner
      .get(keyOf(attempt))
      .parts.filter(({ id, kind }) => kind === 'document' && !learner.keyOf(id).endsWith('/with-images'));

  /** Name, folder, size and SHA-1 of the bytes as the vault gives them back. */
  const kept = async ({ id }: ListedItem): Promise<RecordedFile> => {
    const { latest } = learner.get(learner.keyOf(id));
    if (latest?.content === undefined) throw new Error('no content');
    const bytes = await collect(openContent(learner.vault, latest.content));
    return {
      name: textOf(latest.record.name),
      path: textOf(latest.record.path),
      size: bytes.length,
      sha1: sha1(bytes),
    };
  };
  const sorted = (files: readonly RecordedFile[]): RecordedFile[] =>
    [...files].sort((a, b) => (a.path + a.name < b.path + b.name ? -1 : 1));

  it('was captured without a failure', () => {
    expect(first).toMatchObject({ state: 'ok', failed: 0, changed: 0, gone: 0 });
    expect(first.captured).toBe(first.items.length);
    expect(attempts.length).toBeGreaterThan(18);
  });

  it('has every attempt of every assignment, and no other', () => {
    const expected = attempts.map(keyOf).sort();
    const found = listItems(learner.vault, { kind: 'attempt' })
      .map(({ id }) => learner.keyOf(id))
      .filter((key) => key.startsWith('assignment/'));
    expect(found.sort()).toEqual(expected);
  });

  it.each(attempts.map((attempt) => [keyOf(attempt), attempt] as const))(
    'has the work handed in for %s, byte for byte',
    async (key, attempt) => {
      const handedIn = documents(attempt).filter(({ id }) => learner.keyOf(id).includes('submission/'));
      const texts = handedIn.filter(({ id }) => learner.keyOf(id).endsWith('/online-text'));
      const files = handedIn.filter((item) => !texts.includes(item));
      expect(sorted(await Promise.all(files.map(kept)))).toEqual(sorted(attempt.work));
      const written = await Promise.all(
        texts.map(async ({ id }) => {
          const { latest } = learner.get(learner.keyOf(id));
          if (latest?.content === undefined) throw new Error('no content');
          return (await collect(openContent(learner.vault, latest.content))).toString('utf8');
        }),
      );
      expect(written.map(withoutHost)).toEqual(attempt.texts.map(withoutHost));
      expect(learner.get(key).latest?.record).toMatchObject({
        numberAtSource: attempt.number,
        number: attempt.number + 1,
        status: { said: attempt.status },
      });
    },
  );

  it.each(attempts.map((attempt) => [keyOf(attempt), attempt] as const))(
    'has the grade and the feedback of %s, and its own only',
    async (key, attempt) => {
      const grade = learner.find(`${key}/grade`)?.latest?.record;
      expect(grade === undefined ? undefined : grade.value).toEqual(
        attempt.grade === undefined ? undefined : expect.objectContaining({ said: attempt.grade }),
      );
      const feedback = learner.find(`${key}/feedback`)?.latest?.record;
      const said: unknown[] = Array.isArray(feedback?.comments) ? feedback.comments : [];
      const expected = attempt.comments.map((text) => ({ said: withoutHost(text) }));
      expect(said.map((comment) => parseUnknown(withoutHost(JSON.stringify(comment))))).toMatchObject(
        expected,
      );
      expect(said).toHaveLength(expected.length);
      const files = documents(attempt).filter(({ id }) => learner.keyOf(id).includes('/feedback/'));
      expect(sorted(await Promise.all(files.map(kept)))).toEqual(sorted(attempt.feedbackFiles));
      for (const part of [grade, feedback])
        if (part !== undefined) expect(part.attempt).toBe(learner.get(key).id);
    },
  );

  it('shows nothing as released that the site withholds', () => {
    const withheld = attempts.filter((attempt) => attempt.withheld);
    expect(withheld.map(({ assignment }) => assignment)).toContain(11);
    for (const attempt of [
      ...withheld,
      ...attempts.filter(({ assignment }) => [2, 15].includes(assignment)),
    ]) {
      expect(learner.find(`${keyOf(attempt)}/grade`)).toBeUndefined();
      expect(learner.find(`${keyOf(attempt)}/feedback`)).toBeUndefined();
    }
    // The mark under blind marking, 61, which Moodle's answer leaks.
    const records = listItems(learner.vault).map(({ id }) =>
      JSON.stringify(learner.get(learner.keyOf(id)).latest?.record),
    );
    expect(records.filter((record) => record.includes('61.00'))).toEqual([]);
  });

  it('tells the online texts and names apart that differ only in Unicode form or case', () => {
    const names = attempts
      .filter(({ assignment }) => assignment === 13)
      .flatMap(documents)
      .map(({ name }) => name);
    expect(names.filter((name) => name.normalize('NFC') !== name)).toEqual([
      'évidence NFD.png'.normalize('NFD'),
    ]);
    expect(names.filter((name) => name === 'same name.txt')).toHaveLength(2);
  });

  it('saves a copy that is the file, under whatever name it is asked to', async () => {
    const item = learner.get('assignment/3/attempt/0/submission/file/evidence.pdf');
    const out = join(learner.world.root, 'saved copy.pdf');
    const saved = await saveContent(learner.vault, item.id, { out, signal: noStop() });
    expect(sha1(await readFile(out))).toBe(
      attempts.flatMap(({ work }) => work).find(({ name }) => name === 'evidence.pdf')?.sha1,
    );
    expect(saved).toEqual({ out, sha256: item.sha256, size: item.size });
  });

  it('captures nothing at a second sync, and asks little', async () => {
    const before = learner.vault.writer.head().size;
    learner.provider.requests.clear();
    const second = await learner.sync();
    expect(second).toMatchObject({ state: 'ok', captured: 0, changed: 0, gone: 0, failed: 0 });
    expect(second.unchanged).toBe(first.captured);
    expect(learner.provider.requests.count('pluginfile.php')).toBe(0);
    expect(learner.provider.requests.count()).toBeLessThan(60);
    expect(learner.provider.requests.bytesSent).toBeLessThan(300_000);
    // Only the line that says how the sync ended.
    expect(learner.vault.writer.head().size).toBe(before + 1);
  });

  it('captures nothing after the index was made anew either', async () => {
    const { vault, world } = learner;
    await world.close(vault);
    await rebuildIndex(world.place, { passphrase });
    Object.assign(learner, { vault: await world.write() });
    expect(await learner.sync()).toMatchObject({ state: 'ok', captured: 0, changed: 0, gone: 0, failed: 0 });
  });

  it('holds neither password nor token in any entry, nor in the clear in any file', async () => {
    const { vault, world, source, provider } = learner;
    const token = vault.secrets.find(source) ?? '';
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    const canaries = [provider.learner.password, token, Buffer.from(token).toString('base64').slice(0, 40)];
    const { log, size } = vault.writer.head();
    for await (const entry of vault.ledger.entries({ log, from: 0, to: size })) {
      if (!entry.readable) throw new Error(entry.code);
      for (const canary of canaries) expect(JSON.stringify(entry.fields).includes(canary)).toBe(false);
    }
    for (const folder of [world.dir, world.stateDir])
      for (const file of await filesBelow(folder)) {
        const bytes = await readFile(join(folder, file));
        for (const canary of canaries) expect(bytes.includes(canary), `${file} holds a secret`).toBe(false);
        // Nor a name of the learner's work.
        expect(bytes.includes('portfolio.docx'), `${file} holds a name`).toBe(false);
      }
    for (const canary of canaries) expect(JSON.stringify(await learner.sync()).includes(canary)).toBe(false);
  });

  it('tells no password or token in an error, not even in its causes', async () => {
    const { vault, provider } = learner;
    const canary = 'canary-7f3a9';
    const { username } = provider.learner;
    const attempts = [
      () =>
        connectMoodle(
          vault,
          { url: provider.url, username, secret: { password: canary } },
          { signal: noStop() },
        ),
      () =>
        connectMoodle(
          vault,
          { url: provider.url, username, secret: { token: canary } },
          { signal: noStop() },
        ),
      () => signIn(vault, learner.source, { secret: { token: canary } }, { signal: noStop() }),
      () =>
        connectMoodle(
          vault,
          { url: 'http://127.0.0.1:9/', username, secret: { password: canary } },
          { signal: noStop() },
        ),
    ];
    for (const attempt of attempts) {
      const error: unknown = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(asVaultError(error).code).toMatch(/^source\./);
      expect(inspect(error, { depth: 20, showHidden: true }).includes(canary)).toBe(false);
    }
    expect(JSON.stringify(await entriesOf(vault)).includes(canary)).toBe(false);
  });

  it('holds no credential in the raw answers that it keeps', async () => {
    const { vault, source } = learner;
    const token = vault.secrets.find(source) ?? '';
    const seen = new Set<string>();
    for (const { id } of listItems(vault))
      for (const raw of learner.get(learner.keyOf(id)).latest?.provenance.raw ?? []) {
        if (seen.has(raw.sha256)) continue;
        seen.add(raw.sha256);
        const text = (await collect(openContent(vault, raw))).toString('utf8');
        expect(text.includes(token)).toBe(false);
        expect(/"userprivateaccesskey":"(?!")|"privatetoken":"(?!")/.test(text)).toBe(false);
      }
    expect(seen.size).toBeGreaterThan(20);
  });
});

function parseUnknown(text: string): unknown {
  return JSON.parse(text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Addresses of the recorded site read as those of the practice provider. */
function withoutHost(text: string): string {
  return text.replace(/127\.0\.0\.1:\d+/g, 'host').replaceAll('\\/', '/');
}
