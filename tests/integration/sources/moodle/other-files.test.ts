import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import {
  fileAt,
  handedIn,
  listed,
  pullScripted as pull,
  scriptedPdf as pdf,
  scriptedToken as token,
  withAssignments,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

const status = 'mod_assign_get_submission_status';
const report = 'gradereport_user_get_grade_items';

describe('files of sites that are not like the recorded one', () => {
  const { open, serve } = scriptedSites();
  const workKey = 'assignment/1/attempt/0/submission/file/work.pdf';

  it('sends the token to no other host, and follows no link out of the site (fact 14)', async () => {
    const other = await serve((_request, response) => {
      response.end('x');
    });
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${other.url}/webservice/pluginfile.php/1/work.pdf`),
          fileAt(`${site}/webservice/pluginfile.php/1/cloud.pdf`, {
            filename: 'cloud.pdf',
            isexternalfile: true,
          }),
          fileAt(`${site}/user/edit.php`, { filename: 'page.pdf' }),
        ]),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed.map(([, code]) => code)).toEqual(Array(3).fill('source.item-refused'));
    expect(other.requests).toEqual([]);
    expect(moodle.server.requests.filter(({ url }) => !url.includes('rest/server.php'))).toEqual([]);
  });

  it.each([405, 412])(
    'puts the token into the address only where a form is answered with %s (fact 13)',
    async (refused) => {
      const moodle = await open({
        ...withAssignments(listed(1)),
        [status]: (_parameters, site) =>
          handedIn(1, [fileAt(`${site}/pluginfile.php/9/a%20b.pdf?forcedownload=1`)]),
      });
      moodle.files = ({ method, url }, response) => {
        if (method === 'POST') response.writeHead(refused).end();
        else if (url === `/webservice/pluginfile.php/9/a%20b.pdf?forcedownload=1&token=${token}`)
          response
            .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
            .end(pdf);
        else response.writeHead(404).end();
      };
      const sink = new CollectingSink();
      expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
      const kept = sink.items.get(workKey)?.versions[0];
      expect(kept?.size).toBe(pdf.length);
      expect(kept?.observation.provenance.address).toBe(
        `${moodle.server.url}/webservice/pluginfile.php/9/a%20b.pdf?forcedownload=1`,
      );
      expect(sink.everything()).not.toContain(token);
    },
  );

  it.each([
    ['a file without Content-Disposition', {}, pdf, 'source.download-wrong-type'],
    [
      'an error under the name of a file',
      { 'Content-Disposition': 'attachment' },
      Buffer.from('{"error":"x","exception":"y"}'),
      'source.download-wrong-type',
    ],
  ] as const)('keeps no %s (fact 11)', async (_what, headers, body, code) => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [fileAt(`${site}/webservice/pluginfile.php/9/work.pdf`, { filesize: body.length })]),
    });
    moodle.files = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/pdf', ...headers }).end(body);
    };
    const sink = new CollectingSink();
    await pull(moodle, sink);
    expect(sink.log.failed).toEqual([[workKey, code]]);
  });

  it('calls no file of a brief gone while the brief itself is kept back', async () => {
    const moodle = await open({});
    const withBrief = (more: object) =>
      Object.assign(
        moodle.functions,
        withAssignments(
          listed(1, {
            introattachments: [fileAt(`${moodle.server.url}/webservice/pluginfile.php/9/work.pdf`)],
            ...more,
          }),
        ),
      );
    moodle.files = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'inline' })
        .end(pdf);
    };
    withBrief({});
    const sink = new CollectingSink();
    await pull(moodle, sink);
    expect(sink.keys()).toContain('assignment/1/brief/work.pdf');
    withBrief({ intro: undefined, introattachments: undefined });
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.log.gone).toEqual([]);
    withBrief({ introattachments: [] });
    await pull(moodle, sink);
    expect(sink.log.gone).toEqual([['assignment/1/brief/work.pdf', 'not-listed']]);
  });

  it('fetches the images of a gradebook comment through the web service, and again only when they changed (fact 14)', async () => {
    const image = Buffer.from('\u0089PNG\r\n\u001a\n-sketch', 'latin1');
    const etag = `"${createHash('sha1').update(image).digest('hex')}"`;
    const moodle = await open({
      [report]: (_parameters, site) => ({
        usergrades: [
          {
            courseid: 2,
            userid: 3,
            gradeitems: [
              {
                id: 7,
                itemname: 'Talk',
                itemtype: 'manual',
                gradeformatted: '<b>Pass</b>',
                graderaw: 2,
                feedback: `<p>See <img src="${site}/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png"><img src="https://example.org/x.png"></p>`,
                feedbackformat: 1,
              },
            ],
          },
        ],
      }),
    });
    moodle.files = ({ url, headers }, response) => {
      if (url !== '/webservice/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png')
        response.writeHead(404).end();
      else if (headers['if-none-match'] === etag) response.writeHead(304, { ETag: etag }).end();
      else
        response
          .writeHead(200, { 'Content-Type': 'image/png', 'Content-Disposition': 'inline', ETag: etag })
          .end(image);
    };
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    const key =
      'course/2/grade-item/7/feedback/image/webservice/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png';
    expect(sink.items.get(key)).toMatchObject({ name: 'skétch.png', versions: [{ size: image.length }] });
    expect(sink.record('course/2/grade-item/7').value).toMatchObject({ said: '<b>Pass</b>', shown: 'Pass' });
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.log).toMatchObject({ captured: [], changed: [] });
  });
});
