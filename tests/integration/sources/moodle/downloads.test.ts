import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../../../src/base/error-codes.ts';
import type { DownloadCorruption } from '../../../../src/practice/corruption.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';

const pdf = 'assignment/1/attempt/0/submission/file/method statement.pdf';
const pdfPath = 'method statement.pdf';
/** Items of the recorded site. */
const everything = 186;

describe('downloads that are not what they should be are never kept (facts 11 and 12)', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.start();
  });
  beforeEach(() => {
    learner.provider.switches.clearFaults();
    learner.sink = new CollectingSink();
    learner.waits.length = 0;
  });
  afterAll(async () => learner.provider.close());

  const corruptions: readonly [DownloadCorruption, ErrorCode][] = [
    ['truncate', 'source.download-wrong-size'],
    ['zero-bytes', 'source.download-wrong-size'],
    ['html-login-page', 'source.download-wrong-type'],
    ['wrong-type', 'source.download-wrong-type'],
    ['flip', 'source.download-incomplete'],
  ];

  it.each(corruptions)('%s is a failed item with %s, and the rest is kept', async (how, code) => {
    learner.provider.switches.corruptDownload(pdfPath, how);
    const result = await learner.pull();
    const { failed } = learner.sink.log;
    expect(result.state).toBe('partial');
    expect(new Set(failed.map(String))).toEqual(new Set([`${pdf},${code}`]));
    expect(learner.sink.items.get(pdf)?.versions).toEqual([]);
    // Everything else of the site is there, and the record of the submission still names the file.
    expect(learner.sink.log.captured).toHaveLength(everything - 1);
    expect(learner.sink.record('assignment/1/attempt/0/submission').items).toContain(learner.sink.idOf(pdf));

    learner.provider.switches.clearFaults();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log).toMatchObject({ captured: [pdf], failed: [] });
  });

  it('tries a download once more when its bytes came damaged, and keeps the good one', async () => {
    learner.provider.switches.corruptDownload(pdfPath, 'flip', 1);
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(learner.sink.log.failed.sort()).toEqual([[pdf, 'source.download-incomplete']]);
    expect(learner.sink.items.get(pdf)?.versions).toHaveLength(1);
    expect(learner.sink.items.get(pdf)?.failed).toBeUndefined();
    expect(learner.sink.log.captured).toHaveLength(everything);
  });

  it('goes on with a download where it was cut off, and fetches nothing of it twice (fact 12)', async () => {
    learner.provider.switches.cutAfter(pdfPath, 500);
    learner.provider.switches.cutAfter('range=bytes=500-', 100);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log).toMatchObject({ failed: [] });
    expect(learner.sink.items.get(pdf)?.versions).toMatchObject([{ size: 819 }]);
    const asked = learner.provider.requests.entries.filter(({ path }) => path.endsWith(`1/${pdfPath}`));
    expect(asked.map(({ status, range, bytesSent }) => [status, range, bytesSent])).toEqual([
      [200, undefined, 500],
      [206, 'bytes=500-', 319],
    ]);
  });

  it('passes over what it has when a range is answered with the whole file, as of plain text (fact 12)', async () => {
    const text = 'assignment/13/attempt/0/submission/file/CON.txt';
    await learner.pull();
    const whole = learner.sink.items.get(text)?.versions[0];
    expect(whole?.size).toBeGreaterThan(10);
    learner.sink = new CollectingSink();
    learner.provider.switches.cutAfter('CON.txt', 7);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log.failed).toEqual([]);
    expect(learner.sink.items.get(text)?.versions).toMatchObject([{ sha1: whole?.sha1 }]);
    const asked = learner.provider.requests.entries.filter(({ path }) => path.endsWith('CON.txt'));
    expect(asked.map(({ status, range }) => [status, range])).toEqual([
      [200, undefined],
      [200, 'bytes=7-'],
    ]);
  });

  it('gives a file up for this time that breaks again and again without getting on', async () => {
    learner.provider.switches.cutAfter(pdfPath, 0, 99);
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(new Set(learner.sink.log.failed.map(String))).toEqual(
      new Set([`${pdf},source.download-incomplete`]),
    );
    learner.provider.switches.clearFaults();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log.captured).toEqual([pdf]);
  });

  it('waits as long as a 503 with Retry-After asks, and then has the file', async () => {
    learner.provider.switches.failNext(pdfPath, 503, 2, { 'Retry-After': '7' });
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.waits).toEqual([7500, 8000]);
    expect(learner.sink.items.get(pdf)?.versions).toHaveLength(1);
  });

  it('leaves a file for later whose 503 does not end, after making sure that the site itself is up', async () => {
    learner.provider.switches.failNext(pdfPath, 503, 99, { 'Retry-After': '3600' });
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(learner.sink.log.failed).toEqual([[pdf, 'source.maintenance']]);
    expect(learner.waits).toEqual([]);
    expect(learner.provider.requests.countByFunction().core_webservice_get_site_info).toBe(2);
  });

  it('ends when maintenance begins in the middle, with all files before it kept', async () => {
    const take = learner.sink.take.bind(learner.sink);
    learner.sink.take = async (observation) => {
      const result = await take(observation);
      if (observation.key.endsWith('/online-text')) learner.provider.switches.maintenance('cli');
      return result;
    };
    expect(await learner.failingPull()).toMatchObject({ code: 'source.maintenance' });
    learner.provider.switches.maintenance('off');
    learner.sink.take = take;
    expect(learner.sink.log.gone).toEqual([]);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.items.size).toBe(everything);
  });

  it('waits out a slow provider', async () => {
    learner.provider.switches.slow({ msPerRequest: 5 });
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    learner.provider.switches.slow('off');
  });

  it('says that a file is missing whose bytes the site has lost, though it sends its name and ETag', async () => {
    learner.provider.switches.unreadableFiles(true);
    try {
      expect(await learner.pull()).toMatchObject({ state: 'partial' });
    } finally {
      learner.provider.switches.unreadableFiles(false);
    }
    expect(learner.sink.log.failed).toEqual([
      ['assignment/1/attempt/0/feedback/annotated/Amélie OConnor_2_0.pdf', 'source.item-missing'],
    ]);
  });

  it.each([
    [404, 'source.item-missing'],
    [403, 'source.item-refused'],
    [303, 'source.item-refused'],
    [500, 'source.unreachable'],
  ] as const)('a file that is answered with %s is a failed item: %s', async (status, code) => {
    learner.provider.switches.failNext(pdfPath, status, 99);
    expect(await learner.pull()).toMatchObject({ state: 'partial' });
    expect(new Set(learner.sink.log.failed.map(String))).toEqual(new Set([`${pdf},${code}`]));
  });

  it('asks by ETag when a file is listed anew, and fetches nothing when it is the same (fact 12)', async () => {
    await learner.pull();
    const item = learner.sink.items.get(pdf);
    if (item?.fingerprint === undefined) throw new Error('no fingerprint');
    item.fingerprint = { ...item.fingerprint, modified: 1 };
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.log).toMatchObject({ captured: [], changed: [] });
    const asked = learner.provider.requests.entries.filter(({ line }) => line.includes('pluginfile.php'));
    expect(asked.map(({ status, bytesSent }) => [status, bytesSent])).toEqual([[304, 0]]);
    expect(item.fingerprint).toMatchObject({
      modified: 1795293807,
      etag: expect.stringContaining('1d0eb1e3'),
    });
  });
});
