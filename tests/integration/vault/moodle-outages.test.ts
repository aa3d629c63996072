import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PracticeSituation } from '../../../src/practice/situations.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { settleAlert } from '../../../src/vault/settle-alert.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { searchItems } from '../../../src/vault/items.ts';
import { codeOf, collect, noStop } from '../../support/vault/vault-world.ts';

const closed: readonly (readonly [PracticeSituation, string, string])[] = [
  ['01_cli_maintenance_html', 'maintenance', 'source.maintenance'],
  ['02_admin_maintenance_mode', 'maintenance', 'source.maintenance'],
  ['04_webservices_disabled', 'refused', 'source.refused'],
  ['05_rest_protocol_off', 'refused', 'source.refused'],
  ['06_mobile_service_disabled', 'refused', 'source.refused'],
  ['09_ip_restriction', 'refused', 'source.refused'],
  ['12_user_suspended', 'refused', 'source.refused'],
  ['21_rest_capability_removed', 'refused', 'source.refused'],
  ['24_database_down', 'unreachable', 'source.unreachable'],
];
const signedOut: readonly PracticeSituation[] = [
  '07_token_expired',
  '07b_token_expired_then_login',
  '08_token_deleted',
  '13_user_deleted',
];
/** Login works and the lists are empty: the most dangerous silence. */
const silent: readonly PracticeSituation[] = ['11_force_password_change', '14_site_policy_not_agreed'];
const courseOutOfSight: readonly PracticeSituation[] = [
  '15_enrolment_suspended_c1',
  '16_unenrolled_c1',
  '17_course_hidden_c1',
  '18_course_deleted_c1',
  '19_enrolment_ended_c1',
];
const harmless: readonly PracticeSituation[] = [
  '03_maintenance_scheduled',
  '10_password_changed',
  '20_upgrade_pending',
];

describe('while something is wrong at the site', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    expect(await learner.sync()).toMatchObject({ state: 'ok' });
  });
  afterAll(() => learner.end());

  /** Syncs, and sees that nothing was taken away and nothing was put in. */
  const syncSafely = async () => {
    const before = learner.everything();
    const report = await learner.sync();
    expect(learner.everything()).toEqual(before);
    expect(report).toMatchObject({ captured: 0, changed: 0, gone: 0, failed: 0 });
    const row = vaultStatus(learner.vault).sources.find(({ id }) => id === learner.source);
    expect(row?.state).toBe(report.state);
    return report;
  };
  const backToNormal = async (): Promise<void> => {
    learner.provider.switches.situation('normal');
    await learner.signInAgain();
    expect(await syncSafely()).toMatchObject({ state: 'ok' });
  };
  const reasonsOf = (key: string): readonly string[] =>
    vaultStatus(learner.vault).units.find(({ ref }) => ref === learner.get(key).id)?.reasons ?? [];

  it.each(closed)('%s leaves the source %s', async (situation, state, code) => {
    learner.provider.switches.situation(situation);
    expect(await syncSafely()).toMatchObject({ state, error: { code } });
    expect(reasonsOf('assignment/1')).toContain('unreachable');
    await backToNormal();
    expect(reasonsOf('assignment/1')).not.toContain('unreachable');
  });

  it.each(signedOut)('%s asks for a new sign-in', async (situation) => {
    learner.provider.switches.situation(situation);
    expect(await syncSafely()).toMatchObject({
      state: 'login-expired',
      error: { code: 'source.login-expired' },
    });
    expect(reasonsOf('assignment/1')).toContain('login-expired');
    await backToNormal();
  });

  it('goes on with the same source after signing in again, and keeps the old token while the new one is refused', async () => {
    const { provider, vault, source } = learner;
    const old = vault.secrets.find(source);
    expect(await codeOf(signIn(vault, source, { secret: { password: 'wrong' } }, { signal: noStop() }))).toBe(
      'source.login-refused',
    );
    expect(vault.secrets.find(source)).toBe(old);
    provider.switches.expireLogins();
    expect(await syncSafely()).toMatchObject({ state: 'login-expired' });
    await learner.signInAgain();
    expect(vault.secrets.find(source)).not.toBe(old);
    expect(await syncSafely()).toMatchObject({ id: source, state: 'ok' });
  });

  it.each(silent)('%s never reads as "nothing there"', async (situation) => {
    learner.provider.switches.situation(situation);
    const report = await syncSafely();
    expect(report).toMatchObject({ state: 'shows-less', error: { code: 'source.needs-attention' } });
    expect(reasonsOf('assignment/1')).toContain('shows-less');
    await backToNormal();
  });

  it.each(courseOutOfSight)('%s takes nothing out of the vault', async (situation) => {
    learner.provider.switches.situation(situation);
    expect(await syncSafely()).toMatchObject({ state: 'shows-less', error: { code: 'source.shows-less' } });
    await backToNormal();
  });

  it.each(harmless)('%s is no reason to stop', async (situation) => {
    learner.provider.switches.situation(situation);
    expect(await syncSafely()).toMatchObject({ state: 'ok' });
    await backToNormal();
  });

  it('says so when the provider is gone, and goes on when it is back', async () => {
    await learner.provider.switches.die();
    expect(await syncSafely()).toMatchObject({ state: 'unreachable', error: { code: 'source.unreachable' } });
    expect(vaultStatus(learner.vault).units.length).toBeGreaterThan(15);
    await learner.provider.switches.revive();
    expect(await syncSafely()).toMatchObject({ state: 'ok' });
  });

  it('tells of an alert until the learner settles it', async () => {
    const { alerts } = vaultStatus(learner.vault);
    expect(alerts.map(({ code }) => code)).toContain('shows-less');
    for (const { id } of alerts) await settleAlert(learner.vault, id);
    expect(vaultStatus(learner.vault).alerts).toEqual([]);
    expect(await codeOf(settleAlert(learner.vault, alerts[0]?.id ?? ''))).toBe('input.not-found');
  });

  it('has lost nothing in all of this', () => {
    expect([...learner.everything().values()].filter(({ gone }) => gone)).toEqual([]);
    expect([...learner.everything().values()].filter(({ versions }) => versions !== 1)).toEqual([]);
  });
});

describe('while single downloads go wrong', () => {
  let learner: PracticeLearner;
  beforeAll(async () => {
    learner = await PracticeLearner.connect();
  });
  afterAll(() => learner.end());

  it('keeps the rest, lists each failure with its reason, and fetches them next time', async () => {
    const { switches } = learner.provider;
    switches.corruptDownload('portfolio.docx', 'html-login-page');
    switches.corruptDownload('evidence.pdf', 'truncate');
    switches.corruptDownload('IMG_0001.png', 'zero-bytes');
    switches.corruptDownload('method statement.pdf', 'wrong-type');
    switches.corruptDownload('design.docx', 'flip');
    const report = await learner.sync();
    expect(report.state).toBe('partial');
    const failed = Object.fromEntries(
      report.items
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ id, code }) => [learner.keyOf(id), code]),
    );
    const incomplete = ['source.download-incomplete', 'source.download-wrong-size'];
    expect(failed['assignment/3/attempt/0/submission/file/portfolio.docx']).toBe(
      'source.download-wrong-type',
    );
    expect(incomplete).toContain(failed['assignment/3/attempt/0/submission/file/evidence.pdf']);
    expect(incomplete).toContain(failed['assignment/1/attempt/0/submission/file/photos/IMG_0001.png']);
    expect(failed['assignment/1/attempt/0/submission/file/method statement.pdf']).toBe(
      'source.download-wrong-type',
    );
    // Neither length nor type gives a flipped bit away; its digest does, since the site said which it should be.
    expect(failed['assignment/2/attempt/0/submission/file/design.docx']).toBeDefined();
    const item = learner.get('assignment/3/attempt/0/submission/file/portfolio.docx');
    expect(item).toMatchObject({ versions: 0, failed: { code: 'source.download-wrong-type' } });
    const listed = searchItems(learner.vault, 'portfolio', 50).map(({ id }) => id);
    expect(listed).toContain(item.id);
    const rows = vaultStatus(learner.vault).units;
    expect(rows.find(({ ref }) => ref === learner.get('assignment/3').id)).toMatchObject({
      level: 'risk',
      reasons: expect.arrayContaining(['not-kept']),
    });

    switches.clearFaults();
    const second = await learner.sync();
    expect(second).toMatchObject({ state: 'ok', failed: 0 });
    expect(learner.keys(second, 'captured')).toEqual(Object.keys(failed).sort());
    expect(learner.get('assignment/3/attempt/0/submission/file/portfolio.docx').failed).toBeUndefined();
  });

  it('keeps the earlier version where the newest cannot be fetched', async () => {
    const key = 'assignment/16/attempt/0/feedback/file/fb.pdf';
    learner.provider.switches.apply('10_feedback_file_replaced_same_name');
    learner.provider.switches.corruptDownload('fb.pdf', 'truncate');
    expect(await learner.sync()).toMatchObject({ state: 'partial', failed: 1 });
    expect(learner.get(key)).toMatchObject({ versions: 1, size: 571, failed: {} });
    expect(
      vaultStatus(learner.vault).units.find(({ ref }) => ref === learner.get('assignment/16').id)?.reasons,
    ).toContain('newest-not-kept');
    learner.provider.switches.clearFaults();
    expect(await learner.sync()).toMatchObject({ state: 'ok', failed: 0 });
    expect(learner.get(key).versions).toBe(2);
  });

  it('fetches anew, once, what a check found damaged', async () => {
    const { vault, provider } = learner;
    const key = 'assignment/3/attempt/0/submission/file/portfolio.docx';
    const { content } = learner.get(key).latest ?? {};
    if (content === undefined) throw new Error('no content');
    const [stored] = vault.index.blobs.allByDigest(content.sha256, content.size);
    const [part] = stored?.parts ?? [];
    await rm(join(vault.dir, 'blobs', '0000', `${part?.file ?? ''}.blob`));
    expect(await learner.sync()).toMatchObject({ state: 'ok', changed: 0 });
    const check = await checkVaultNow(vault, { full: false, signal: noStop() });
    expect(check.damaged.flatMap(({ items }) => items)).toContain(learner.get(key).id);
    const reasons = (): readonly string[] =>
      vaultStatus(vault).units.find(({ ref }) => ref === learner.get('assignment/3').id)?.reasons ?? [];
    expect(reasons()).toContain('damaged');

    provider.requests.clear();
    expect(await learner.sync()).toMatchObject({ state: 'ok', changed: 0, failed: 0 });
    expect(provider.requests.count('portfolio.docx')).toBe(1);
    expect(await collect(openContent(vault, content))).toHaveLength(content.size);
    expect(reasons()).not.toContain('damaged');
    provider.requests.clear();
    await learner.sync();
    expect(provider.requests.count('pluginfile')).toBe(0);
    expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
  });
});
