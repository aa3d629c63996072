import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseUtf8 } from '../../../../src/base/bytes.ts';
import { signInMoodle } from '../../../../src/sources/moodle/sign-in.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';
import { app } from '../../../support/source-learner.ts';

describe('secrets stay where they are needed', () => {
  let learner: PracticeLearner;
  const errors: unknown[] = [];

  beforeAll(async () => {
    learner = await PracticeLearner.start();
    await learner.pull();
    const { switches } = learner.provider;
    switches.failNext('method statement.pdf', 500, 99);
    switches.corruptDownload('fb.pdf', 'html-login-page');
    await learner.pull();
    switches.clearFaults();
    for (const situation of ['04_webservices_disabled', '25_php_down_502', '24_database_down'] as const) {
      switches.situation(situation);
      errors.push(await learner.failingPull());
      switches.situation('normal');
    }
    switches.hang('server.php');
    const impatient = learner.source();
    const signal = AbortSignal.timeout(50);
    await impatient.probe(signal).catch((thrown: unknown) => errors.push(thrown));
    switches.clearFaults();
    await learner.provider.switches.die();
    errors.push(await learner.failingPull());
    await learner.provider.switches.revive();
    for (const password of ['wrong-canary-4711', learner.provider.learner.password]) {
      switches.situation(password.startsWith('wrong') ? 'normal' : '23_account_locked_out');
      await signInMoodle(
        {
          site: learner.provider.url,
          username: learner.provider.learner.username,
          password,
          signal: new AbortController().signal,
        },
        { app },
      ).catch((thrown: unknown) => errors.push(thrown));
    }
    switches.situation('normal');
    learner.provider.switches.expireLogins();
    errors.push(await learner.failingPull());
  });
  afterAll(async () => learner.provider.close());

  it('neither token nor password is in any observation, raw answer, alert, step or cursor', () => {
    const everything = learner.sink.everything();
    expect(learner.token).toMatch(/^[0-9a-f]{32}$/);
    expect(everything).not.toContain(learner.token);
    expect(everything).not.toContain(learner.provider.learner.password);
  });

  it('nor in any error, however deep one looks', () => {
    expect(errors).toHaveLength(8);
    const seen = errors.map((error) => inspect(error, { depth: 20, showHidden: true })).join('\n');
    for (const secret of [learner.token, learner.provider.learner.password, 'wrong-canary-4711'])
      expect(seen).not.toContain(secret);
  });

  it('takes the access key out of what the site said of the account, and says so', () => {
    const raw = learner.sink.items.get('course/2')?.versions[0]?.observation.raw ?? [];
    const siteInfo = raw.find(({ bytes }) => parseUtf8(bytes).includes('userprivateaccesskey'));
    expect(siteInfo?.removed).toEqual(['userprivateaccesskey']);
    expect(parseUtf8(siteInfo?.bytes ?? new Uint8Array())).toContain('"userprivateaccesskey":""');
  });

  it('sends the token in forms only, so that no address holds it', () => {
    for (const { versions } of learner.sink.items.values())
      for (const { observation } of versions) expect(observation.provenance.address).not.toMatch(/token=/);
    expect(learner.provider.requests.entries.filter(({ line }) => /[?&](?:ws)?token=/.test(line))).toEqual(
      [],
    );
  });
});
