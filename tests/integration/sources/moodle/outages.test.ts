import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../../../src/base/error-codes.ts';
import { practiceSituations, type PracticeSituation } from '../../../../src/practice/situations.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';

type Ending =
  | { readonly thrown: ErrorCode; readonly reason?: string }
  | { readonly state: 'ok' }
  | { readonly state: 'shows-less'; readonly code: ErrorCode; readonly reasons: string };

const ok: Ending = { state: 'ok' };
const hiddenCourse: Ending = {
  state: 'shows-less',
  code: 'source.shows-less',
  reasons: 'enrolment-suspended unenrolled course-ended course-hidden',
};
const endings: Readonly<Record<PracticeSituation, Ending>> = {
  '00_normal': ok,
  '01_cli_maintenance_html': { thrown: 'source.maintenance' },
  '02_admin_maintenance_mode': { thrown: 'source.maintenance' },
  '03_maintenance_scheduled': ok,
  '04_webservices_disabled': { thrown: 'source.refused' },
  '05_rest_protocol_off': { thrown: 'source.refused' },
  '06_mobile_service_disabled': { thrown: 'source.refused', reason: 'no-access' },
  '07_token_expired': { thrown: 'source.login-expired' },
  '07b_token_expired_then_login': { thrown: 'source.login-expired' },
  '08_token_deleted': { thrown: 'source.login-expired' },
  '09_ip_restriction': { thrown: 'source.refused', reason: 'no-access' },
  '10_password_changed': ok,
  '11_force_password_change': {
    state: 'shows-less',
    code: 'source.needs-attention',
    reasons: 'password-change',
  },
  '12_user_suspended': { thrown: 'source.refused', reason: 'account-suspended' },
  '13_user_deleted': { thrown: 'source.login-expired' },
  '14_site_policy_not_agreed': {
    state: 'shows-less',
    code: 'source.needs-attention',
    reasons: 'site-policy',
  },
  '15_enrolment_suspended_c1': hiddenCourse,
  '16_unenrolled_c1': hiddenCourse,
  '17_course_hidden_c1': hiddenCourse,
  '18_course_deleted_c1': { state: 'shows-less', code: 'source.shows-less', reasons: 'course-deleted' },
  '19_enrolment_ended_c1': hiddenCourse,
  '20_upgrade_pending': ok,
  '21_rest_capability_removed': { thrown: 'source.refused', reason: 'no-access' },
  '22_createmobiletoken_removed': { thrown: 'source.login-expired' },
  '23_account_locked_out': ok,
  '24_database_down': { thrown: 'source.unreachable', reason: 'database-down' },
  '25_php_down_502': { thrown: 'source.unreachable' },
  '26_back_to_normal': ok,
};

describe('no outage and no lost access makes anything gone (facts 3, 7, 8, 10)', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.start();
    await learner.pull();
  });
  afterAll(async () => learner.provider.close());

  it.each(practiceSituations)('%s', async (situation) => {
    const ending = endings[situation];
    learner.provider.switches.situation(situation);
    learner.provider.requests.clear();
    try {
      if ('thrown' in ending) {
        const error = await learner.failingPull();
        expect(error.code).toBe(ending.thrown);
        if (ending.reason !== undefined) expect(error.details.reason).toBe(ending.reason);
      } else {
        const result = await learner.pull();
        expect(result.state).toBe(ending.state);
        expect(result.code).toBe('code' in ending ? ending.code : undefined);
        const { alerts } = learner.sink.log;
        expect(alerts.map(({ code, details }) => [code, details?.reasons])).toEqual(
          'reasons' in ending ? [['shows-less', ending.reasons]] : [],
        );
        // Told once: it is no news at the next pull.
        await learner.pull();
        expect(learner.sink.log.alerts).toEqual([]);
      }
      expect(learner.sink.log).toMatchObject({ captured: [], changed: [], gone: [], failed: [] });
    } finally {
      learner.provider.switches.situation('normal');
      await learner.signIn();
    }
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log).toMatchObject({ captured: [], changed: [], gone: [], failed: [], back: [] });
  });

  it.each(['11_force_password_change', '14_site_policy_not_agreed'] as const)(
    'says what to do first even when nothing was ever seen: %s (fact 7)',
    async (situation) => {
      const kept = learner.sink;
      learner.sink = new CollectingSink();
      learner.provider.switches.situation(situation);
      try {
        expect(await learner.pull()).toMatchObject({ state: 'shows-less', code: 'source.needs-attention' });
      } finally {
        learner.provider.switches.situation('normal');
        learner.sink = kept;
      }
    },
  );

  it('reports a provider that is gone as unreachable, and goes on when it is back', async () => {
    await learner.provider.switches.die();
    expect(await learner.failingPull()).toMatchObject({ code: 'source.unreachable' });
    expect(learner.sink.log.gone).toEqual([]);
    await learner.provider.switches.revive();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
  });

  it('waits longer after each refusal, and gives up after a few tries (fact 22)', async () => {
    learner.waits.length = 0;
    learner.provider.switches.failNext('server.php', 503, 2, { 'Retry-After': '4' });
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.waits).toEqual([4500, 5000]);
    learner.provider.switches.failNext('server.php', 429, 3);
    expect(await learner.failingPull()).toMatchObject({
      code: 'source.unreachable',
      details: { status: 429 },
    });
  });

  it('stops at once when told to, with everything taken before kept', async () => {
    const kept = learner.sink;
    learner.sink = new CollectingSink();
    const stop = new AbortController();
    const progress = learner.sink.progress.bind(learner.sink);
    learner.sink.progress = (step) => {
      progress(step);
      if (step.done > 3) stop.abort();
    };
    await expect(learner.pull(stop.signal)).rejects.toMatchObject({ code: 'internal.cancelled' });
    const taken = learner.sink.log.captured.length;
    expect(taken).toBeGreaterThan(0);
    learner.sink.progress = progress;
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.keys()).toEqual(kept.keys().filter((key) => learner.sink.items.has(key)));
    expect(learner.sink.items.size).toBe(kept.items.size);
    learner.sink = kept;
  });

  it('expires in the middle: what was kept stays, the rest waits for the next sign-in', async () => {
    const kept = learner.sink;
    learner.sink = new CollectingSink();
    const progress = learner.sink.progress.bind(learner.sink);
    learner.sink.progress = (step) => {
      progress(step);
      if (step.done === 4) learner.provider.switches.expireLogins();
    };
    expect(await learner.failingPull()).toMatchObject({ code: 'source.login-expired' });
    learner.sink.progress = progress;
    await learner.signIn();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.items.size).toBe(kept.items.size);
    expect([...learner.sink.items.values()].filter(({ failed }) => failed !== undefined)).toEqual([]);
  });
});
