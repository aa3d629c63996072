import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import type { PracticeLearner } from '../../../support/practice-learner.ts';
import { practiceLearners } from '../../../support/practice-learners.ts';
import {
  fileAt,
  handedIn,
  listed,
  pullScripted,
  scriptedPdf,
  scriptedToken,
  withAssignments,
  type ScriptedMoodle,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

/** How a Moodle hands out files: facts 11 to 14 of 22. */

const status = 'mod_assign_get_submission_status';
const work = 'assignment/1/attempt/0/submission/file/work.pdf';
const pdf = 'assignment/1/attempt/0/submission/file/method statement.pdf';

const { open, serve } = scriptedSites();
/** One assignment with one file, whose answer the test gives. */
const withFile = async (more: Readonly<Record<string, unknown>> = {}): Promise<ScriptedMoodle> =>
  open({
    ...withAssignments(listed(1)),
    [status]: (_parameters, site) =>
      handedIn(1, [fileAt(`${site}/webservice/pluginfile.php/9/work.pdf`, more)]),
  });

const fresh = practiceLearners();

describe('fact 11: a download may be an error, a page or too short, with status 200', () => {
  const inline = { 'Content-Disposition': 'attachment', 'Content-Type': 'application/pdf' };
  it.each([
    [
      'JSON with an error',
      { 'Content-Type': 'application/json' },
      '{"error":"x","errorcode":"filenotfound"}',
      'source.item-missing',
    ],
    [
      'bytes without a name',
      { 'Content-Type': 'application/pdf' },
      scriptedPdf,
      'source.download-wrong-type',
    ],
    ['fewer bytes than listed', inline, scriptedPdf.subarray(1), 'source.download-wrong-size'],
    ['a page', { ...inline, 'Content-Type': 'text/html' }, '<!DOCTYPE html>', 'source.download-wrong-type'],
  ] as const)('%s is not kept', async (_what, headers, body, code) => {
    const moodle = await withFile();
    moodle.files = (_request, response) => {
      response.writeHead(200, headers).end(body);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(new Set(sink.log.failed.map(String))).toEqual(new Set([`${work},${code}`]));
    expect(sink.items.get(work)?.versions).toEqual([]);
  });
});

describe('fact 12: the ETag is the SHA-1 of the content, and ranges have traps', () => {
  let learner: PracticeLearner;
  beforeAll(async () => {
    learner = await fresh();
    await learner.pull();
  });

  it('asks by ETag, and fetches nothing that is the same', async () => {
    const item = learner.sink.items.get(pdf);
    if (item?.fingerprint === undefined) throw new Error('no fingerprint');
    item.fingerprint = { ...item.fingerprint, modified: 1 };
    await learner.pull();
    const asked = learner.provider.requests.entries.filter(({ line }) => line.includes('pluginfile.php'));
    expect(asked.map((request) => [request.status, request.bytesSent])).toEqual([[304, 0]]);
  });

  it('keeps nothing whose SHA-1 is not the one that was said', async () => {
    const again = await fresh();
    again.provider.switches.corruptDownload('method statement.pdf', 'flip');
    await again.pull();
    expect(again.sink.log.failed).toContainEqual([pdf, 'source.download-incomplete']);
  });

  /** A server that breaks off after ten bytes, and answers the rest as the test says. */
  const breaking = async (
    rest: (range: string) => { status: number; headers: Record<string, string>; body: Buffer },
  ) => {
    const moodle = await withFile();
    const ranges: (string | undefined)[] = [];
    const named = {
      'Content-Type': 'application/pdf',
      'Content-Disposition': 'attachment',
      ETag: `"${createHash('sha1').update(scriptedPdf).digest('hex')}"`,
    };
    moodle.files = ({ headers }, response) => {
      const { range } = headers;
      ranges.push(range);
      if (ranges.length === 1) {
        response.writeHead(200, { ...named, 'Content-Length': String(scriptedPdf.length) });
        response.write(scriptedPdf.subarray(0, 10), () => response.destroy());
        return;
      }
      const {
        status: code,
        headers: more,
        body,
      } = range === undefined ? { status: 200, headers: {}, body: scriptedPdf } : rest(range);
      response.writeHead(code, { ...named, ...more }).end(body);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    return { sink, ranges };
  };
  const whole = createHash('sha1').update(scriptedPdf).digest('hex');

  it('goes on where it was when the rest is answered as asked', async () => {
    const { sink, ranges } = await breaking(() => ({
      status: 206,
      headers: { 'Content-Range': `bytes 10-${scriptedPdf.length - 1}/${scriptedPdf.length}` },
      body: scriptedPdf.subarray(10),
    }));
    expect(ranges).toEqual([undefined, 'bytes=10-']);
    expect(sink.log.failed).toEqual([]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it('passes over what it has when the whole file comes in the place of a rest', async () => {
    const { sink } = await breaking(() => ({ status: 200, headers: {}, body: scriptedPdf }));
    expect(sink.log.failed).toEqual([]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it.each([
    ['a rest from another place', 206, { 'Content-Range': 'bytes 5-23/24' }],
    ['a rest that does not say from where', 206, {}],
    ['the rest of another file', 206, { 'Content-Range': 'bytes 10-23/24', ETag: `"${'0'.repeat(40)}"` }],
    ['a refusal', 416, {}],
  ])('takes %s for none, and begins again', async (_what, code, headers) => {
    const { sink, ranges } = await breaking(() => ({
      status: code,
      headers,
      body: scriptedPdf.subarray(10),
    }));
    expect(sink.log.failed).toEqual([[work, 'source.download-incomplete']]);
    expect(ranges).toEqual([undefined, 'bytes=10-', undefined]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it('asks for no rest of what has no ETag: nobody could tell whose rest it is', async () => {
    const moodle = await withFile();
    const ranges: (string | undefined)[] = [];
    moodle.files = ({ headers }, response) => {
      ranges.push(headers.range);
      response.writeHead(200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': 'attachment',
        'Content-Length': String(scriptedPdf.length),
      });
      if (ranges.length > 1) response.end(scriptedPdf);
      else response.write(scriptedPdf.subarray(0, 10), () => response.destroy());
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(ranges).toEqual([undefined, undefined]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });
});

describe('fact 13: the token goes into the form, and names are what the site lists', () => {
  it('leaves the address as it is listed, and the name too', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${site}/webservice/pluginfile.php/9/x%20%231.pdf?forcedownload=1`, {
            filename: 'x #1.pdf',
            filepath: '/a/',
          }),
          fileAt(`${site}/webservice/pluginfile.php/9/b/x%20%231.pdf`, {
            filename: 'x #1.pdf',
            filepath: '/b/',
          }),
        ]),
    });
    moodle.files = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
        .end(scriptedPdf);
    };
    const sink = new CollectingSink();
    expect(await pullScripted(moodle, sink)).toMatchObject({ state: 'ok' });
    const asked = moodle.server.requests.filter(({ url }) => url.includes('pluginfile'));
    expect(asked.map(({ url }) => url).sort()).toEqual([
      '/webservice/pluginfile.php/9/b/x%20%231.pdf',
      '/webservice/pluginfile.php/9/x%20%231.pdf?forcedownload=1',
    ]);
    for (const { body } of asked) expect(body).toBe(`token=${scriptedToken}`);
    const names = [...sink.items.values()].filter(({ recordKind }) => recordKind === 'document');
    expect(names.map(({ key, name }) => [key.split('/').slice(-2).join('/'), name]).sort()).toEqual([
      ['a/x #1.pdf', 'x #1.pdf'],
      ['b/x #1.pdf', 'x #1.pdf'],
    ]);
  });
});

describe('fact 14: only listed addresses are asked for, through the web service', () => {
  it('puts /webservice before a listed address of the site, and never asks another host', async () => {
    const other = await serve((_request, response) => {
      response.end('x');
    });
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${site}/pluginfile.php/9/work.pdf`),
          fileAt(`${other.url}/pluginfile.php/9/other.pdf`, { filename: 'other.pdf' }),
        ]),
    });
    moodle.files = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
        .end(scriptedPdf);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    const asked = moodle.server.requests.filter(({ url }) => url.includes('pluginfile'));
    expect(asked.map(({ url }) => url)).toEqual(['/webservice/pluginfile.php/9/work.pdf']);
    expect(other.requests).toEqual([]);
  });
});
