import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { eraseItem } from '../../../src/vault/erase/erase-item.ts';
import { planErasure } from '../../../src/vault/erase/plan-erasure.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { noStop } from '../../support/vault/vault-world.ts';

let learner: PracticeLearner;
beforeAll(async () => {
  learner = await PracticeLearner.connect();
  await learner.sync();
});
afterAll(() => learner.end());

it('an erased attempt is still counted: bundles show one less than were recorded, and say that something was erased', async () => {
  const { vault } = learner;
  const assignment = learner.get('assignment/3');
  const attempt = learner.get('assignment/3/attempt/0');
  const before = vault.index.chains.all();
  const plan = await planErasure(vault, attempt.id, ['attempts', 'feedback', 'grades', 'files', 'others']);
  expect(plan.items.length).toBeGreaterThan(2);
  expect(plan.within).toContain(assignment.id);
  // Portals answer about many things at once: such an answer is listed, and stays unless it is chosen.
  const shared = plan.contents.filter(({ type, sharedWith }) => type === 'raw' && sharedWith.length > 0);
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.every(({ goes }) => !goes)).toBe(true);
  await eraseItem(vault, plan, { reason: '', confirmed: plan.code });
  expect(vault.index.chains.all()).toEqual(before);

  const out = join(vault.dir, '..', 'after.zip');
  const report = await exportBundle(vault, { out, signal: noStop(), items: [assignment.id] });
  expect(report.missing.filter(({ why }) => why === 'erased')).toHaveLength(1);
  const bytes = new Uint8Array(await readFile(out));
  const verified = await verifyBundle(memoryAccess(bytes), { hashes: nodeHashes });
  expect(verified.checks.filter(({ result }) => result === 'fail')).toEqual([]);
  expect(verified.checks.find(({ id }) => id === 'completeness')).toMatchObject({ result: 'not-checked' });
  const counted = verified.attempts?.assignments.find((one) => one.assignment === assignment.id);
  expect(counted?.recorded).toBe((counted?.shown ?? 0) + 1);

  const again = await learner.sync();
  expect(again.erased).toBeGreaterThan(0);
  expect(again.captured + again.changed + again.failed).toBe(0);
  expect(learner.find('assignment/3/attempt/0')).toBeUndefined();
  expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
});
