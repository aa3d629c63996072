import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { findFilePath } from '../../../src/practice/listed-files.ts';
import { startPracticeProvider } from '../../../src/practice/provider.ts';
import type { PracticeProvider } from '../../../src/practice/provider.ts';
import { listSubstitutedFiles } from '../../../src/practice/substitutes.ts';
import { ask, recordings, signIn, undress } from './client.ts';
import type { Reply } from './client.ts';

const sha = (algorithm: 'sha1' | 'sha256', bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('hex');
const substitutes = new Map(listSubstitutedFiles().map((file) => [file.path, file]));

const downloadsSchema = z.array(
  z.object({
    name: z.string(),
    method: z.string(),
    path: z.string(),
    request_headers: z.record(z.string(), z.string()),
    params: z.array(z.tuple([z.string(), z.string()])).nullable(),
    status: z.number(),
    response_headers: z.array(z.tuple([z.string(), z.string()])),
    body_bytes: z.number(),
    body_sha256: z.string(),
    body: z.string().optional(),
  }),
);
const downloads = downloadsSchema.parse(recordings.json('10_pluginfile/downloads.json'));

/** Downloads whose recorded body the provider cannot give, with the reason; their other properties are compared. */
const otherBody: Readonly<Record<string, string>> = {
  ok_png_preview_thumb: 'the bytes of the preview were not kept: the whole picture is sent',
  non_webservice_path_with_token: 'only the beginning of the redirect page was kept',
  grade_items_feedback_image_as_given: 'only the beginning of the redirect page was kept',
  course_image_as_given: 'only the beginning of the redirect page was kept',
  tokenpluginfile_wrong_key: 'only the beginning of the error page was kept',
};

let provider: PracticeProvider;
let token: string;
const file = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  ask(provider, { path: `/webservice/pluginfile.php/${path}?token=${token}`, headers, method });

beforeAll(async () => {
  provider = await startPracticeProvider();
  token = await signIn(provider);
});
afterAll(() => provider.close());

describe('the practice provider delivers files', () => {
  const there = [...recordings.files].filter(([, { ok }]) => ok);

  it.each(there)('%s', async (address, recorded) => {
    const path = findFilePath(address) ?? '';
    const query = address.includes('?') ? `&${address.split('?')[1] ?? ''}` : '';
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const reply = await ask(provider, {
      path: `/webservice/pluginfile.php/${encoded}?token=${token}${query}`,
    });
    const substitute = substitutes.get(path);

    expect(reply.status).toBe(200);
    expect(reply.headers['content-disposition']).toBeDefined();
    if (substitute === undefined) {
      expect(reply.headers['content-type']).toBe(recorded.type);
      expect(reply.body.length).toBe(recorded.size);
      expect(sha('sha1', reply.body)).toBe(recorded.sha1);
      expect(sha('sha256', reply.body)).toBe(recorded.sha256);
      expect(reply.headers.etag).toBe(recorded.etag === '' ? undefined : `"${recorded.etag}"`);
    } else {
      expect(reply.body.length).toBe(substitute.size);
      expect(sha('sha1', reply.body)).toBe(substitute.sha1);
      expect(sha('sha256', reply.body)).toBe(substitute.sha256);
      expect(reply.headers.etag).toBe(`"${substitute.sha1}"`);
    }
  });

  it.each(downloads.map((each) => [each.name, each] as const))('as recorded: %s', async (name, recorded) => {
    const info = await ask(provider, {
      path: '/webservice/rest/server.php',
      form: { wstoken: token, wsfunction: 'core_webservice_get_site_info', moodlewsrestformat: 'json' },
    });
    const { userprivateaccesskey } = z
      .object({ userprivateaccesskey: z.string() })
      .parse(JSON.parse(info.body.toString()));
    const fill = (text: string): string =>
      text.replace('ACCESSKEY', userprivateaccesskey).replace('TOKEN', token);
    const form = Object.fromEntries((recorded.params ?? []).map(([key, value]) => [key, fill(value)]));
    const reply = await ask(provider, {
      method: recorded.method,
      path: fill(recorded.path),
      headers: Object.fromEntries(
        Object.entries(recorded.request_headers).map(([key, value]) => [key, fill(value)]),
      ),
      ...(recorded.params !== null && { form }),
    });
    const { pathname } = new URL(recorded.path, provider.url);
    const substitute = substitutes.get(findFilePath(pathname) ?? '');

    expect(reply.status).toBe(recorded.status);
    const ours = ['ok_png_preview_thumb', 'tokenpluginfile_wrong_key'].includes(name);
    for (const [header, value] of ours ? [] : recorded.response_headers) {
      const lower = header.toLowerCase();
      if (lower === 'etag' && substitute !== undefined)
        expect(reply.headers.etag).toBe(`"${substitute.sha1}"`);
      else if (comparedHeaders.has(lower))
        expect([header, undress(String(reply.headers[lower]), provider)]).toEqual([header, value]);
    }
    if (otherBody[name] !== undefined) return;
    expect(reply.body.length).toBe(recorded.body_bytes);
    if (substitute === undefined) expect(sha('sha256', reply.body)).toBe(recorded.body_sha256);
  });

  it('gives every stand-in the size that the site announces, and keeps real bytes wherever they were kept', () => {
    const broken = [...recordings.files].filter(
      ([, { ok, etag, sha1, kept }]) => ok && (kept === false || (etag !== '' && etag !== sha1)),
    );
    expect(broken.map(([address]) => findFilePath(address)).sort()).toEqual([...substitutes.keys()].sort());
  });
});

/** Of the recorded headers those that a client can act on. */
const comparedHeaders = new Set([
  'content-type',
  'content-length',
  'content-disposition',
  'content-range',
  'accept-ranges',
  'etag',
  'location',
]);

describe('ranges and revalidation', () => {
  const video = '41/assignsubmission_file/submission_files/11/site%20walk-through.mp4';

  it('puts a download together again from its pieces', async () => {
    const whole = await file(video);
    const first = await file(video, { Range: 'bytes=0-9999999' });
    const rest = await file(video, { Range: 'bytes=10000000-' });
    expect([first.status, rest.status]).toEqual([206, 206]);
    expect(Buffer.concat([first.body, rest.body]).equals(whole.body)).toBe(true);
    expect(whole.body.subarray(4, 12).toString()).toBe('ftypisom');
  });

  it('sends the whole file with 200 when the range makes no sense, and looks past If-Range', async () => {
    const bad = await file(video, { Range: 'bytes=99999999-' });
    expect([bad.status, bad.body.length]).toEqual([200, 20_971_520]);
    const ignored = await file(video, { Range: 'bytes=0-99', 'If-Range': '"something else"' });
    expect([ignored.status, ignored.headers['content-range']]).toEqual([206, 'bytes 0-99/20971520']);
  });

  it('answers 304 only for the ETag that the file has', async () => {
    const path = '29/assignsubmission_file/submission_files/1/method%20statement.pdf';
    const { headers } = await file(path);
    const same = await file(path, { 'If-None-Match': headers.etag ?? '' });
    expect([same.status, same.body.length]).toEqual([304, 0]);
    expect((await file(path, { 'If-None-Match': '"0000"' })).status).toBe(200);
  });

  it("does not hand out the first learner's files to the second", async () => {
    const other = await signIn(provider, provider.secondLearner);
    const reply = await ask(provider, {
      path: `/webservice/pluginfile.php/29/assignsubmission_file/submission_files/1/method%20statement.pdf?token=${other}`,
    });
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body.toString())).toMatchObject({ errorcode: 'filenotfound' });
  });

  it('says what the real site said about the contents that it had lost, once told to', async () => {
    const lost = '29/assignfeedback_editpdf/download/1/Am%C3%A9lie%20OConnor_2_0.pdf';
    provider.switches.unreadableFiles(true);
    const reply = await file(lost);
    provider.switches.unreadableFiles(false);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.headers.etag).toBe('"ed4fe56996fcd4b87e02c8093c638d34288de7f7"');
    expect(sha('sha1', reply.body)).toBe('805e91bc9dac0ad417421ff1a60ee6c543f29a15');
    expect((await file(lost)).body.length).toBe(254_862);
  });
});
