import { readdirSync, readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { isJsonObject, type JsonValue } from '../../../../src/base/json.ts';
import type { PullResult } from '../../../../src/sources/source.ts';
import type { PullLog } from '../../../support/collecting-sink.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';

const recordings = new URL('../../../../src/practice/recordings/', import.meta.url);
const recording = (path: string): unknown => JSON.parse(readFileSync(new URL(path, recordings), 'utf8'));

const site = 'http://127.0.0.1:8099';
/** SHA-1 by address: where the real site said it in its ETag, that. */
const recordedFiles = new Map(
  Object.entries(
    z
      .record(z.string(), z.looseObject({ ok: z.boolean(), sha1: z.string(), etag: z.string() }))
      .parse(recording('files.json')),
  ),
);
/** What was recorded at an address, with `/webservice` in it or not. */
const recordedAt = (url: string) =>
  recordedFiles.get(url) ?? recordedFiles.get(url.replace('/webservice/', '/'));

/** Every file that the recorded answers list for learner 1, but for the annotator's workshop and what is not on the site itself. */
function listedFiles(): string[] {
  const named = (folder: string, pattern: RegExp) =>
    readdirSync(new URL(`${folder}/`, recordings))
      .filter((name) => pattern.test(name))
      .map((name) => recording(`${folder}/${name}`));
  const answers = [
    ...named('03_assign', /^(?:submission_status_|get_assignments_all)/),
    ...named('02_core', /^course_contents_c/),
  ];
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('fileurl' in value && typeof value.fileurl === 'string') found.add(value.fileurl);
    for (const member of Object.values(value)) walk(member);
  };
  answers.forEach(walk);
  // Evidence of prior learning names its files by `url`, without `/webservice`.
  found.add(
    `${site}/webservice/pluginfile.php/11/core_competency/userevidence/1/ECS%20card.pdf?forcedownload=1`,
  );
  return [...found].filter((url) => url.startsWith(site) && !/editpdf\/(?!download\/)/.test(url)).sort();
}

describe('the whole recorded site of learner 1', () => {
  let learner: PracticeLearner;
  let result: PullResult;
  let first: PullLog;

  beforeAll(async () => {
    learner = await PracticeLearner.start();
    result = await learner.pull();
    first = learner.sink.log;
  });
  afterAll(async () => learner.provider.close());

  const record = (key: string) => learner.sink.record(key);
  const value = (key: string) => record(`${key}/grade`).value;

  it('ends well, with nothing failed, gone or out of sight', () => {
    expect(result).toMatchObject({ state: 'ok', cursor: { account: 3 } });
    expect(first).toMatchObject({ failed: [], gone: [], alerts: [], changed: [] });
  });

  it('has every attempt of every assignment that was begun (facts 5 and 18)', () => {
    const attempts = learner.sink.keys().filter((key) => /^assignment\/\d+\/attempt\/\d+$/.test(key));
    const expected = [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22].map(
      (id) => `assignment/${id}/attempt/0`,
    );
    expect(attempts).toEqual([...expected, 'assignment/3/attempt/1'].sort());
    // Never begun: the row that says `new` is made by merely looking.
    expect(learner.sink.keys()).toContain('assignment/7');
  });

  it('keeps each attempt with its own feedback and grade, told apart by attemptnumber (fact 18)', () => {
    expect(value('assignment/3/attempt/0')).toMatchObject({ said: 'Refer' });
    expect(value('assignment/3/attempt/1')).toMatchObject({ said: 'Pass' });
    expect(record('assignment/3/attempt/0/feedback').comments).toMatchObject([
      { said: '<p>Refer: AC 3.2 sizing not evidenced. Resubmit.</p>' },
    ]);
    expect(record('assignment/3/attempt/1/feedback').comments).toMatchObject([
      { said: '<p>Pass on second attempt.</p>' },
    ]);
    expect(learner.sink.keys()).toContain('assignment/3/attempt/0/feedback/file/attempt 1 feedback.pdf');
  });

  it('reports older attempts before newer ones, and documents before the records that name them', () => {
    const place = (key: string): number => first.order.indexOf(key);
    expect(place('assignment/3/attempt/0/grade')).toBeLessThan(place('assignment/3/attempt/1'));
    for (const [index, key] of first.order.entries()) {
      const { items } = record(key);
      for (const item of itemsOf(items)) {
        const named = learner.sink.keyOf(item);
        expect(named, `${key} names an item that was never reported`).toBeDefined();
        expect(place(named ?? ''), `${named ?? ''} before ${key}`).toBeLessThan(index);
      }
    }
  });

  it('puts each attempt into the chain of its account and assignment', () => {
    const chain = learner.sink.items.get('assignment/3/attempt/1')?.versions[0]?.observation.chain;
    expect(chain).toEqual({ account: '3', assignment: '3' });
    expect(record('assignment/3/attempt/1')).toMatchObject({
      numberAtSource: 1,
      files: [
        { name: 'evidence.pdf', path: '/', sizeClaimed: 1049 },
        { name: 'portfolio v2.docx', path: '/', sizeClaimed: 953 },
      ],
    });
  });

  it('holds every file byte for byte: its SHA-1 is the recorded ETag (fact 12)', () => {
    const compared: string[] = [];
    const standIns: string[] = [];
    for (const { key, versions } of learner.sink.items.values()) {
      const last = versions.at(-1);
      const address = last?.observation.provenance.address;
      if (last?.observation.provenance.method !== 'download' || address === undefined) continue;
      const listed = address.replace(learner.provider.url, site);
      const recorded = recordedAt(listed);
      compared.push(listed);
      expect(recorded?.ok, `${key} is not in the recordings`).toBe(true);
      const said = recorded?.etag === '' ? recorded.sha1 : recorded?.etag;
      if (last.sha1 !== said) standIns.push(key);
    }
    // The practice provider makes these two itself: one was too large to record, the other lost when it was recorded.
    expect(standIns.sort()).toEqual([
      'assignment/1/attempt/0/feedback/annotated/Amélie OConnor_2_0.pdf',
      'assignment/13/attempt/0/submission/file/site walk-through.mp4',
    ]);
    expect(compared.sort()).toEqual(listedFiles());
  });

  it('keeps awkward names as they are, and both files of one name (fact 13)', () => {
    const names = [...learner.sink.items.values()]
      .filter(({ key }) => key.startsWith('assignment/13/attempt/0/submission/file/'))
      .map(({ name }) => name);
    expect(names).toHaveLength(20);
    expect(names).toEqual(
      expect.arrayContaining([
        'CON.txt',
        'e\u0301vidence NFD.png',
        'wall 🧱 emoji.png',
        '50% done + plus  amp #hash ?query=1;semi.pdf',
        'trailing dot..txt',
      ]),
    );
    expect(names.filter((name) => name === 'same name.txt')).toHaveLength(2);
    expect(names.some((name) => name.length > 200)).toBe(true);
  });

  it('takes nothing of the PDF annotator but the annotated copy (fact 19)', () => {
    const annotated = learner.sink.keys().filter((key) => /combined|image_page|partial|annotated/.test(key));
    expect(annotated).toEqual([
      'assignment/1/attempt/0/feedback/annotated/Amélie OConnor_2_0.pdf',
      'assignment/1/attempt/0/feedback/file/annotated report.docx',
    ]);
  });

  it('shows nothing as released that is not (fact 15)', () => {
    // Ready for release, marked blind, hidden in the gradebook, not marked.
    for (const id of [2, 11, 15, 17, 22, 6]) {
      expect(learner.sink.keys()).not.toContain(`assignment/${id}/attempt/0/grade`);
      expect(learner.sink.keys()).not.toContain(`assignment/${id}/attempt/0/feedback`);
    }
    const records = [...learner.sink.items.values()].flatMap(({ versions }) =>
      versions.map(({ observation }) => JSON.stringify(observation.record)),
    );
    for (const leaked of ['61.00', 'blind feedback', 'SECRET', 'secret feedback'])
      expect(records.filter((text) => text.includes(leaked))).toEqual([]);
    for (const { recordKind, versions } of learner.sink.items.values())
      if (recordKind === 'grade' || recordKind === 'feedback')
        expect(versions.at(-1)?.observation.record).toMatchObject({
          released: true,
          releasedBecause: 'shown-to-learner',
        });
  });

  it('keeps feedback that comes without a grade (fact 15)', () => {
    expect(record('assignment/16/attempt/0/feedback').comments).toMatchObject([
      { said: '<p>Feedback without a grade.</p>' },
    ]);
    expect(learner.sink.keys()).toContain('assignment/16/attempt/0/feedback/file/fb.pdf');
    expect(learner.sink.keys()).not.toContain('assignment/16/attempt/0/grade');
  });

  it('keeps both values of a gradebook override (fact 16), and a hidden grader as hidden (fact 21)', () => {
    expect(record('assignment/21/attempt/0/grade')).toMatchObject({
      value: { said: '58.00&nbsp;/&nbsp;100.00', shown: '58.00 / 100.00' },
      raw: { said: '50.00000' },
      overridden: { assignment: { said: '50.00000' }, gradebook: { said: '58.00' } },
      by: { standing: 'hidden', id: -1 },
    });
    expect(record('course/3/grade-item/26/feedback').comments).toMatchObject([
      { said: '<p>Moderated up in the gradebook</p>' },
    ]);
    expect(record('assignment/1/attempt/0/grade')).not.toHaveProperty('overridden');
    // Otherwise the report repeats the assignment's comment.
    expect(learner.sink.keys()).not.toContain('course/2/grade-item/2/feedback');
  });

  it('decodes HTML for showing and keeps what was said; a negative maximum is the number of a scale (fact 19)', () => {
    expect(value('assignment/10/attempt/0')).toMatchObject({
      said: '40.00&nbsp;/&nbsp;50.00',
      shown: '40.00 / 50.00',
      means: { scheme: 'points', value: 40, of: 50 },
    });
    expect(record('course/3/grade-item/30').value).toMatchObject({ shown: '8.33' });
    expect(record('assignment/1/attempt/0/grade').scale).toEqual({ id: 3 });
  });

  it('takes manual items, outcomes and totals from the report, and survives a course that hides its grades (fact 20)', () => {
    expect(record('course/2/grade-item/28')).toMatchObject({
      title: 'Professional discussion (manual item)',
      value: { said: 'Pass' },
    });
    expect(record('course/2/grade-item/28/feedback').comments).toMatchObject([
      { said: '<p>Discussion 3 Nov, all points covered.</p>' },
    ]);
    expect(record('course/2/grade-item/29').ids).toMatchObject({ itemnumber: 1000, outcomeid: 1 });
    expect(record('course/2/grade-item/1')).toMatchObject({ title: 'Course total' });
    expect(value('assignment/20/attempt/0')).toMatchObject({ shown: '88.00 / 100.00' });
    expect(learner.sink.list('course/6/grade-item/')).toEqual([]);
  });

  it('keeps team work beside the own row (fact 18)', () => {
    expect(record('assignment/10/attempt/0/team-submission')).toMatchObject({
      team: { means: true },
      group: { id: 1 },
    });
    expect(learner.sink.keys()).toContain('assignment/10/attempt/0/team-submission/file/group-work.pdf');
  });

  it('keeps online text with the images that it shows, and follows no link that is not listed (fact 14)', () => {
    const text = learner.sink.items.get('assignment/14/attempt/0/submission/online-text');
    expect(text?.versions[0]?.observation).toMatchObject({
      mediaType: 'text/html',
      text: 'Reflection Two images external',
      record: { role: 'online-text' },
    });
    expect(
      itemsOf(record('assignment/14/attempt/0/submission').items).map((id) => learner.sink.keyOf(id)),
    ).toEqual([
      'assignment/14/attempt/0/submission/online-text',
      'assignment/14/attempt/0/submission/onlinetext/submissions_onlinetext/a b #1.png',
      'assignment/14/attempt/0/submission/onlinetext/submissions_onlinetext/a.png',
    ]);
  });

  it('keeps the brief with its files', () => {
    expect(record('assignment/1').brief).toMatchObject([
      { field: 'intro', format: { said: 1, means: 'html' } },
      { said: '<p>Activity instructions text</p>', field: 'activity' },
    ]);
    expect(itemsOf(record('assignment/1').items).map((id) => learner.sink.keyOf(id))).toEqual([
      'assignment/1/brief/Unit 1 brief (v2).pdf',
      'assignment/1/brief-text/site photo.png',
    ]);
  });

  it('calls no hidden or restricted assignment lost (fact 9)', () => {
    expect(learner.sink.keys()).not.toContain('assignment/8');
    expect(first.alerts).toEqual([]);
  });

  it('says of every fact where it came from and when, without any secret', () => {
    for (const { versions } of learner.sink.items.values()) {
      const provenance = versions[0]?.observation.provenance;
      expect(provenance).toMatchObject({
        status: 200,
        app: 'evidence-vault/0.0.0-test',
        timeZone: 'Europe/London',
      });
      expect(provenance?.address).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/webservice\/(?:rest\/server|pluginfile)\.php/,
      );
      expect(provenance?.date).toBeDefined();
    }
  });

  it('captures nothing, downloads nothing and asks little when nothing changed (fact 22)', async () => {
    const again = await learner.pull();
    const { log } = learner.sink;
    expect(again).toEqual(result);
    expect(log).toMatchObject({ captured: [], changed: [], gone: [], failed: [], back: [], alerts: [] });
    expect(log.unchanged.sort()).toEqual(first.captured.sort());
    expect(learner.provider.requests.count('pluginfile.php')).toBe(0);
    expect(learner.provider.requests.count()).toBeLessThan(60);
    expect(learner.provider.requests.bytesSent).toBeLessThan(300_000);
  });

  it('never has more than four requests under way (fact 22)', () => {
    expect(learner.provider.requests.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it('asks for the own courses and nobody else’s (fact 9)', () => {
    const asked = learner.provider.requests.entries.filter(
      ({ functionName }) => functionName === 'core_enrol_get_users_courses',
    );
    expect(asked.map(({ parameters }) => parameters.userid)).toEqual(['3']);
  });

  it('keeps another account apart: its token is refused, and nothing of the first is touched', async () => {
    const { token } = learner;
    const before = learner.sink.keys();
    const { signInMoodle } = await import('../../../../src/sources/moodle/sign-in.ts');
    const second = await signInMoodle(
      {
        site: learner.provider.url,
        ...learner.provider.secondLearner,
        signal: new AbortController().signal,
      },
      { app: 'evidence-vault/0.0.0-test' },
    );
    learner.token = second.token;
    const error = await learner.failingPull();
    learner.token = token;
    expect(error).toMatchObject({ code: 'source.other-account' });
    expect(learner.sink.keys()).toEqual(before);
    expect(learner.sink.log.gone).toEqual([]);
  });
});

function itemsOf(items: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(items) ? (items as readonly JsonValue[]) : isJsonObject(items) ? [] : [];
}
