import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CanvasLearner } from './canvas-learner.ts';

let learner: CanvasLearner;
beforeEach(async () => {
  learner = await CanvasLearner.start();
  learner.keepOnly(3001, 3003);
});
afterEach(() => learner.canvas.close());
const signal = (): AbortSignal => new AbortController().signal;

describe('a Canvas that is asked whose account it is', () => {
  it('says who, and that it is a practice site', async () => {
    expect(await learner.source().probe(signal())).toMatchObject({
      account: 'robin.ashworth',
      accountId: '1001',
      practice: true,
      notices: [],
    });
  });

  it('ends with source.login-expired for a token that is wrong or no longer good', async () => {
    await expect(learner.source('7~wrong-canary-token').probe(signal())).rejects.toMatchObject({
      code: 'source.login-expired',
    });
    await learner.pull();
    learner.canvas.switches.expireToken();
    expect((await learner.failingPull()).code).toBe('source.login-expired');
  });

  it('is not a Canvas where there is no such API', async () => {
    learner.canvas.switches.failNext('/api/v1/users/self', 404);
    await expect(learner.source().probe(signal())).rejects.toMatchObject({ code: 'source.not-canvas' });
  });

  it('refuses to go on with the work of somebody else', async () => {
    const other = learner.source(learner.canvas.token, '999');
    await expect(other.pull(learner.sink, learner.sink, signal())).rejects.toMatchObject({
      code: 'source.refused',
      details: { reason: 'other-account' },
    });
    expect(learner.sink.keys()).toEqual([]);
  });
});

describe('pages and the quota', () => {
  it.each([
    ['elsewhere', 'next-page-elsewhere'],
    ['circle', 'pages-in-a-circle'],
  ] as const)('refuses a link to the next page that leads %s', async (how, reason) => {
    const small = await CanvasLearner.start(1);
    try {
      small.keepOnly(3001, 3002, 3003);
      small.canvas.switches.nextLinks(how);
      expect(await small.failingPull()).toMatchObject({ code: 'source.protocol', details: { reason } });
      expect(small.canvas.strayTokens).toEqual([]);
    } finally {
      await small.canvas.close();
    }
  });

  it('takes a refusal for the rate as a reason to wait, and no end of it as out of reach', async () => {
    learner.canvas.switches.throttleEvery(2);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.waits.length).toBeGreaterThan(1);
    learner.canvas.switches.throttleEvery(1);
    expect(await learner.failingPull()).toMatchObject({
      code: 'source.unreachable',
      details: { reason: 'throttled' },
    });
  });

  it('waits by itself before the quota is used up', async () => {
    learner.canvas.switches.failNext('/api/v1/courses/203/assignments', 404, 1, {
      'X-Rate-Limit-Remaining': '20.0',
    });
    await learner.pull();
    expect(learner.waits).toEqual([8_000]);
  });

  it('takes 403 without that word for what it is', async () => {
    learner.canvas.switches.failNext('/api/v1/courses/201/students/submissions', 403);
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(learner.waits).toEqual([]);
    expect(learner.sink.items.has('assignment/3001')).toBe(true);
  });
});

describe('files', () => {
  it.each([
    ['circle', 'source.item-refused'],
    ['sign-in', 'source.download-wrong-type'],
  ] as const)('that are sent %s are failed items, and the rest is there', async (how, code) => {
    learner.canvas.switches.redirects(how);
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(learner.sink.log.failed.length).toBeGreaterThan(3);
    // A recording may be anything, and so may a text file; a page in their place is caught by what it says it is.
    expect(new Set(learner.sink.log.failed.map(([, failed]) => failed))).toEqual(new Set([code]));
    expect(learner.sink.items.has('assignment/3003/attempt/1/text')).toBe(true);
    learner.canvas.switches.redirects('none');
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log.failed).toEqual([]);
  });

  describe('that are cut off', () => {
    const file = /GET \/\d+\//;
    /** Statuses and ranges of the answers to the file that was cut. */
    const asked = () => {
      const [first] = learner.canvas.requests.entries.filter(({ line }) => file.test(line));
      const same = learner.canvas.requests.entries.filter(({ line }) => line === first?.line);
      return same.map(({ status, range }) => [status, range]);
    };
    const codes = () => learner.sink.log.failed.map(([, code]) => code);
    beforeEach(() => {
      learner.canvas.switches.cutAfter(file, 100, 1);
    });
    afterEach(() => {
      // However it went, the right bytes lie there in the end, once.
      const items = [...learner.sink.items.values()];
      expect(items.filter(({ failed }) => failed !== undefined)).toEqual([]);
      for (const { key, versions } of items) expect(versions.length, key).toBe(1);
      const cut = learner.canvas.requests.entries.find(({ line }) => file.test(line))?.path.split('/')[1];
      const bytes = learner.canvas.data.files.get(Number(cut))?.bytes ?? '';
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(items.flatMap(({ versions }) => versions.map((each) => each.sha256))).toContain(sha256);
    });

    it.each(['etag', 'weak', 'modified'] as const)(
      'go on from where they were, as told by what names their version: %s',
      async (how) => {
        learner.canvas.switches.versions(how);
        await learner.pull();
        expect(codes()).toEqual([]);
        expect(asked()).toEqual([
          [200, undefined],
          [206, 'bytes=100-'],
        ]);
      },
    );

    it('begin again where a range is answered with the whole file, and what is there is not doubled', async () => {
      learner.canvas.switches.ranges('whole');
      await learner.pull();
      expect(codes()).toEqual([]);
      expect(asked()).toEqual([
        [200, undefined],
        [200, 'bytes=100-'],
      ]);
    });

    it.each(['elsewhere', 'short', 'replaced'] as const)(
      'are asked for anew as a whole where the rest is none: %s',
      async (how) => {
        learner.canvas.switches.ranges(how);
        await learner.pull();
        expect(codes()).toEqual(['source.download-incomplete']);
        expect(asked()).toEqual([
          [200, undefined],
          [206, 'bytes=100-'],
          [200, undefined],
        ]);
      },
    );

    it('are asked for anew as a whole where nothing names their version', async () => {
      learner.canvas.switches.versions('none');
      await learner.pull();
      expect(codes()).toEqual(['source.download-incomplete']);
      expect(asked()).toEqual([
        [200, undefined],
        [200, undefined],
      ]);
    });
  });

  it('keep the names that they were given, whatever those look like', async () => {
    learner.keepOnly(3001);
    await learner.pull();
    const names = [...learner.sink.items.values()]
      .filter(({ key }) => /^assignment\/3001\/attempt\/\d\/file\//.test(key))
      .map(({ name }) => name);
    expect(names).toContain('../../etc/passwd.pdf');
  });
});

describe('what is not to be seen any more', () => {
  it('is out of sight when the course is: nothing is gone, and the learner is told once', async () => {
    await learner.pull();
    learner.canvas.course(201).enrolment = 'none';
    expect(await learner.pull()).toMatchObject({ state: 'shows-less', code: 'source.shows-less' });
    expect(learner.sink.log.gone).toEqual([]);
    expect(learner.sink.log.alerts).toMatchObject([{ code: 'shows-less', key: 'course/201' }]);
    await learner.pull();
    expect(learner.sink.log.alerts).toEqual([]);
  });

  it('is out of sight in a course that its dates have closed, and readable in one that is over', async () => {
    await learner.pull();
    learner.canvas.course(201).closed = true;
    expect(await learner.pull()).toMatchObject({ state: 'shows-less' });
    expect(learner.sink.log.alerts).toMatchObject([{ details: { reasons: 'course-closed' } }]);
    learner.canvas.course(201).closed = false;
    learner.canvas.course(201).enrolment = 'completed';
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log.changed).toEqual(['course/201']);
    expect(learner.sink.record('course/201').ids).toMatchObject({
      enrollment_state: 'completed',
      concluded: true,
    });
  });

  it('is out of sight as a hidden assignment, and gone as a deleted one', async () => {
    await learner.pull();
    learner.canvas.assignment(3001).state = 'hidden';
    expect(await learner.pull()).toMatchObject({ state: 'shows-less' });
    expect(learner.sink.log.gone).toEqual([]);
    learner.canvas.assignment(3001).state = 'deleted';
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log.gone).toContainEqual(['assignment/3001', 'deleted']);
    expect(learner.sink.log.gone.every(([key]) => key.startsWith('assignment/3001'))).toBe(true);
  });
});

it('no key of a file, link or launch is in anything that is kept or said, nor the token', async () => {
  await learner.pull();
  const errors = [];
  learner.canvas.switches.redirects('circle');
  await learner.pull();
  learner.canvas.switches.expireToken();
  errors.push(await learner.failingPull());
  const everything = learner.sink.everything() + inspect(errors, { depth: 20 });
  for (const secret of [
    learner.canvas.token,
    ...[...learner.canvas.data.files.values()].map(({ uuid }) => uuid),
    'abcdef0123456789abcdef0123456789',
    'signed-launch-of-this-learner',
    'course_secret201',
    'course-uuid-that-opens-the-calendar-201',
  ])
    expect(everything).not.toContain(secret);
  const removed = learner.sink.items.get('assignment/3001')?.versions[0]?.observation.raw?.[0]?.removed;
  expect(removed).toEqual(['key-in-address', 'secure_params']);
});
