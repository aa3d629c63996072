import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { oddFiles } from '../../../src/practice/pages/odd-downloads.ts';
import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { ask, type Ask, type Reply } from './client.ts';

let provider: PracticeProvider;
beforeAll(async () => {
  provider = await startPracticeProvider();
});
afterAll(() => provider.close());

/** A browser as far as cookies go. */
class Browser {
  cookie = '';

  async open(asked: Ask): Promise<Reply> {
    const reply = await ask(provider, { ...asked, headers: { Cookie: this.cookie, ...asked.headers } });
    const [set] = reply.headers['set-cookie'] ?? [];
    if (set !== undefined) this.cookie = set.split(';')[0] ?? '';
    return reply;
  }

  async text(path: string): Promise<string> {
    return (await this.open({ path })).body.toString();
  }

  signIn(account = provider.learner, wants = '/my/'): Promise<Reply> {
    return this.open({ path: '/login/index.php', form: { ...account, wants } });
  }

  async sesskey(): Promise<string> {
    return /name="sesskey" value="(\w+)"/.exec(await this.text('/practice/downloads.php'))?.[1] ?? '';
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

describe('the practice pages', () => {
  it('lead to the sign-in page first and back afterwards, and never to another site', async () => {
    const first = await browser.open({ path: '/course/view.php?id=2' });
    expect([first.status, first.headers.location]).toEqual([
      303,
      '/login/index.php?wants=%2Fcourse%2Fview.php%3Fid%3D2',
    ]);
    expect((await browser.signIn(undefined, '/course/view.php?id=2')).headers.location).toBe(
      '/course/view.php?id=2',
    );
    for (const elsewhere of ['//trap.invalid/', 'https://trap.invalid/', '/\\trap.invalid'])
      expect((await browser.signIn(undefined, elsewhere)).headers.location).toBe('/my/');
  });

  it('refuse a wrong password on the same page', async () => {
    const reply = await browser.signIn({ username: 'learner1', password: 'wrong' });
    expect(reply.status).toBe(200);
    expect(reply.body.toString()).toContain('role="alert"');
    expect(browser.cookie).toBe('');
  });

  it('show courses, assignments, every attempt and its feedback, each marked as practice', async () => {
    await browser.signIn();
    const pages = [
      await browser.text('/my/'),
      await browser.text('/course/view.php?id=2'),
      await browser.text('/mod/assign/view.php?id=10'),
    ];
    for (const page of pages) {
      expect(page).toMatch(/^<!DOCTYPE html>\s*<html lang="en">/);
      expect(page).toMatch(/<title>.+ \| Northfield Training \(practice\)<\/title>/);
      expect(page).not.toContain('127.0.0.1:8099');
    }
    expect(pages[2]).toMatch(/Attempt 2[\s\S]*Grade: Pass[\s\S]*Attempt 1[\s\S]*Grade: Refer/);
  });

  it('hand out the bytes of files to whoever is signed in', async () => {
    await browser.signIn();
    const page = await browser.text('/mod/assign/view.php?id=10');
    const path = /href="(\/pluginfile\.php\/[^"]+evidence\.pdf\?forcedownload=1)"/.exec(page)?.[1] ?? '';
    const file = await browser.open({ path });
    expect(file.headers.etag).toBe(`"${createHash('sha1').update(file.body).digest('hex')}"`);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="evidence\.pdf"/);
    const other = new Browser();
    expect((await other.open({ path })).status).toBe(303);
    await other.signIn(provider.secondLearner);
    expect((await other.open({ path })).status).toBe(404);
    expect((await other.open({ path: '/mod/assign/view.php?id=10' })).status).toBe(404);
  });

  it('sign out only with the key of the session', async () => {
    await browser.signIn();
    const sesskey = await browser.sesskey();
    await browser.open({ path: '/login/logout.php?sesskey=wrong' });
    expect((await browser.open({ path: '/my/' })).status).toBe(200);
    await browser.open({ path: `/login/logout.php?sesskey=${sesskey}` });
    expect((await browser.open({ path: '/my/' })).status).toBe(303);
  });

  it('hand out odd downloads: of no known length, once for a form only, and one that ends early', async () => {
    await browser.signIn();
    const handbook = await browser.open({ path: '/practice/downloads.php/handbook.pdf' });
    expect(handbook.headers['content-length']).toBeUndefined();
    expect(handbook.body.equals(oddFiles['handbook.pdf'])).toBe(true);
    const path = '/practice/downloads.php/receipt.pdf';
    expect((await browser.open({ path })).status).toBe(405);
    const receipt = await browser.open({ path, form: { sesskey: await browser.sesskey() } });
    expect(receipt.body.equals(oddFiles['receipt.pdf'])).toBe(true);
    await expect(browser.open({ path: '/practice/downloads.php/portfolio.pdf' })).rejects.toThrow();
  });

  it('end a single sign-on at the address of the app, with a token that works', async () => {
    const path = '/admin/tool/mobile/launch.php?service=moodle_mobile_app&passport=12345&urlscheme=other';
    expect((await browser.open({ path })).headers.location).toMatch(/^\/login\/index\.php/);
    await browser.signIn();
    const { status, headers } = await browser.open({ path });
    expect(status).toBe(302);
    const [, said = ''] = /^moodlemobile:\/\/token=(.+)$/.exec(headers.location ?? '') ?? [];
    const [signature, token = ''] = Buffer.from(said, 'base64').toString().split(':::');
    expect(signature).toBe(createHash('md5').update(`${provider.url}12345`).digest('hex'));
    const info = await ask(provider, {
      path: '/webservice/rest/server.php',
      form: {
        wstoken: token,
        wsfunction: 'core_webservice_get_site_info',
        moodlewsrestformat: 'json',
      },
    });
    expect(info.body.toString()).toContain('"username":"learner1"');
  });

  it('hold no hostile page unless a test asks for one', async () => {
    const path = '/practice/hostile.php?do=windows&trap=http://127.0.0.1:1';
    expect((await browser.open({ path })).status).toBe(404);
    provider.switches.hostilePages(true);
    expect(await browser.text(path)).toContain('http://127.0.0.1:1/window-');
    provider.switches.hostilePages(false);
  });
});
