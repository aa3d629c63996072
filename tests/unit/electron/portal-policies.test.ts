import { describe, expect, it } from 'vitest';

import {
  safeParsePortalAddress,
  safeParseTyped,
} from '../../../electron/main/portal/policies/portal-address.ts';
import {
  announcedSize,
  refuseAnswer,
  toldHeaders,
} from '../../../electron/main/portal/policies/portal-answers.ts';
import {
  certificateState,
  chainOf,
  isCertificateError,
} from '../../../electron/main/portal/policies/portal-certificates.ts';
import { readCookies, writeCookies } from '../../../electron/main/portal/policies/portal-cookies.ts';
import { judgeDownload, longestData } from '../../../electron/main/portal/policies/portal-downloads.ts';
import { isEnd } from '../../../electron/main/portal/policies/portal-ends.ts';
import { PortalGestures } from '../../../electron/main/portal/policies/portal-gestures.ts';
import { confineDocument } from '../../../electron/main/portal/policies/portal-headers.ts';
import { mayGo, mayRequest } from '../../../electron/main/portal/policies/portal-navigation.ts';
import { viewPlace } from '../../../electron/main/portal/policies/portal-place.ts';
import { portalPreferences } from '../../../electron/main/portal/policies/portal-view-options.ts';
import { judgeWindow } from '../../../electron/main/portal/policies/portal-windows.ts';

/** Addresses that no page may lead to, whatever it tries. */
const hostile = [
  'evidence-vault-app://00000000000000000000000000000000/index.html',
  'EVIDENCE-VAULT-APP://x/',
  'evidence-vault:home',
  'file:///etc/passwd',
  'FILE://localhost/etc/passwd',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'mailto:a@b.invalid',
  'ms-settings:',
  'steam://run/1',
  'chrome://gpu',
  'devtools://devtools/x',
  'chrome-extension://abc/x',
  'view-source:https://p.example/',
  'filesystem:https://p.example/temporary/x',
  'ftp://p.example/',
  'smb://p.example/x',
  'moodlemobile://token=abc',
  'about:version',
  '',
  '//p.example',
] as const;
const madeByPages = ['about:blank', 'about:srcdoc', 'blob:https://p.example/1', 'data:text/html,x'] as const;
const web = [
  'https://p.example/',
  'http://127.0.0.1:8080/x?y#z',
  'https://münchen.example/',
  'HTTPS://P.EXAMPLE',
];

describe('where a portal may go', () => {
  it.each([...hostile, ...madeByPages])('never to %j', (url) => {
    expect(mayGo({ url, isMainFrame: true })).toBe(false);
    expect(safeParsePortalAddress(url)).toBeUndefined();
  });

  it.each(hostile)('nor a frame inside it to %j', (url) => {
    expect(mayGo({ url, isMainFrame: false })).toBe(false);
  });

  it.each([...web, ...madeByPages])('but a frame inside it to %s', (url) => {
    expect(mayGo({ url, isMainFrame: false })).toBe(true);
  });

  it.each(web)('and to the web: %s', (url) => {
    expect(mayGo({ url, isMainFrame: true })).toBe(true);
    expect(mayRequest(url)).toBe(true);
  });

  it('not to an address with a name and a password in it', () => {
    expect(mayGo({ url: 'https://bank.example@evil.example/', isMainFrame: true })).toBe(false);
  });

  it.each(hostile.filter((url) => !url.startsWith('about:')))('and nothing of it loads %j', (url) => {
    expect(mayRequest(url)).toBe(false);
  });
});

describe('what is typed into the address bar', () => {
  it.each([
    ['moodle.college.ac.uk', 'https://moodle.college.ac.uk/'],
    ['  moodle.college.ac.uk/my/ ', 'https://moodle.college.ac.uk/my/'],
    ['college.ac.uk:8443/x', 'https://college.ac.uk:8443/x'],
    ['http://college.ac.uk', 'http://college.ac.uk/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['127.0.0.1:99/login', 'http://127.0.0.1:99/login'],
    ['[::1]:99', 'http://[::1]:99/'],
  ])('%j means %s', (typed, address) => {
    expect(safeParseTyped(typed)?.href).toBe(address);
  });

  it.each([
    ...hostile,
    ...madeByPages,
    'my portal',
    'portal',
    'javascript:99',
    'user:pw@p.example',
    'x'.repeat(30_000),
  ])('%j means nothing', (typed) => {
    const address = safeParseTyped(typed);
    expect(address === undefined || address.href === 'https://p.example/').toBe(true);
  });
});

describe('a window that a page opens', () => {
  it.each([
    ['https://p.example/', true, false, 'same-view'],
    ['https://p.example/', false, false, 'deny'],
    ['https://p.example/', true, true, 'deny'],
    ...hostile.map((url) => [url, true, false, 'deny'] as const),
    ...madeByPages.map((url) => [url, true, false, 'deny'] as const),
  ] as const)('%j, pressed: %s, with a form: %s: %s', (url, hasGesture, sendsForm, judgement) => {
    expect(judgeWindow({ url, hasGesture, sendsForm })).toBe(judgement);
  });
});

describe('presses', () => {
  it('open one window each, and only soon', () => {
    const gestures = new PortalGestures();
    expect(gestures.takeForWindow(0)).toBe(false);
    gestures.note('mouseDown', 1000);
    expect(gestures.takeForWindow(2000)).toBe(true);
    expect(gestures.takeForWindow(2000)).toBe(false);
    gestures.note('rawKeyDown', 3000);
    expect(gestures.takeForWindow(9000)).toBe(false);
  });

  it('count for no page but their own', () => {
    const gestures = new PortalGestures();
    gestures.note('mouseDown', 1000);
    gestures.forget();
    expect(gestures.takeForWindow(1001)).toBe(false);
    expect(gestures.takeForDownload()).toBe(false);
  });

  it('take one download each, and are not saved up', () => {
    const gestures = new PortalGestures();
    for (const type of ['mouseMove', 'mouseWheel', 'mouseEnter', 'char']) gestures.note(type, 0);
    expect(gestures.takeForDownload()).toBe(false);
    for (let at = 0; at < 20; at += 1) gestures.note('mouseDown', at);
    const taken = Array.from({ length: 20 }, () => gestures.takeForDownload());
    expect(taken.filter(Boolean)).toHaveLength(2);
  });
});

describe('a download', () => {
  const wish = { url: 'https://p.example/f', method: 'GET', hasGesture: true, underWay: 0, isAsking: false };
  const refused = { do: 'refuse', code: 'source.not-repeatable' };
  it.each([
    [{}, { do: 'take' }],
    [{ method: 'POST' }, refused],
    [{ method: 'PUT' }, refused],
    [{ url: 'blob:https://p.example/1' }, refused],
    [{ url: 'data:text/plain,x' }, { do: 'take-data' }],
    [{ url: `data:text/plain,${'x'.repeat(longestData)}` }, refused],
    ...hostile.map((url) => [{ url }, refused] as const),
    ...hostile.map((url) => [{ url, hasGesture: false }, { do: 'stop' }] as const),
    [{ method: 'POST', hasGesture: false }, { do: 'stop' }],
    [{ hasGesture: false }, { do: 'ask' }],
    [{ hasGesture: false, isAsking: true }, { do: 'stop' }],
    [{ url: 'data:,x', hasGesture: false }, { do: 'ask' }],
    [{ underWay: 6 }, { do: 'stop' }],
  ] as const)('as %j: %j', (change, judgement) => {
    expect(judgeDownload({ ...wish, ...change })).toEqual(judgement);
  });
});

describe('the second answer to a download', () => {
  const answer = {
    status: 200,
    mediaType: 'application/pdf',
    contentLength: '9',
    contentEncoding: undefined,
  };
  it.each([
    [{}, undefined],
    [{ mediaType: 'application/octet-stream' }, undefined],
    [{ mediaType: 'text/html; charset=utf-8' }, 'source.download-wrong-type'],
    [{ mediaType: 'TEXT/HTML' }, 'source.download-wrong-type'],
    [{ contentLength: '8' }, 'source.download-wrong-size'],
    [{ contentLength: undefined }, undefined],
    [{ contentLength: '8', contentEncoding: 'gzip' }, undefined],
    [{ status: 206 }, 'source.not-repeatable'],
    [{ status: 405 }, 'source.not-repeatable'],
    [{ status: 500 }, 'source.not-repeatable'],
    [{ status: 403 }, 'source.item-refused'],
    [{ status: 404 }, 'source.item-missing'],
  ] as const)('%j: %s', (change, code) => {
    expect(refuseAnswer({ mediaType: 'application/pdf', size: 9 }, { ...answer, ...change })).toBe(code);
  });

  it('may be a page if a page was announced', () => {
    const page = { ...answer, mediaType: 'text/html' };
    expect(refuseAnswer({ mediaType: 'text/html', size: 0 }, page)).toBeUndefined();
  });

  it('promises no size that is no number', () => {
    for (const contentLength of ['-1', '1e3', '9, 9', '', ' 9'])
      expect(announcedSize({ ...answer, contentLength })).toBeUndefined();
  });

  it('tells of its headers only what dates and names the file', () => {
    expect(
      toldHeaders({
        date: 'now',
        etag: ['"1"'],
        'set-cookie': ['S=secret'],
        'x-user': 'sam',
        'last-modified': 'x'.repeat(3000),
      }),
    ).toEqual({ date: 'now', etag: '"1"' });
  });
});

describe('an address at which the window ends', () => {
  const ends = ['moodlemobile://token='];
  it.each([
    ['moodlemobile://token=abc', ends, true],
    ['moodlemobile://other=abc', ends, false],
    ['https://evil.example/?moodlemobile://token=abc', ends, false],
    ['moodlemobilex://token=abc', ends, false],
    ['moodlemobile://token=abc', [], false],
    ['https://p.example/done', ['https://'], false],
    ['javascript://token=1', ['javascript:'], false],
    ['not an address', ends, false],
    ['evidence-vault.oauth:/signed-in?code=1', ['evidence-vault.oauth:/signed-in'], true],
    ['evidence-vault.oauth:/other', ['evidence-vault.oauth:/signed-in'], false],
    ['https:/p.example/done', ['https:/p.example'], false],
  ] as const)('%s of %j: %s', (address, endsAt, expected) => {
    expect(isEnd(address, endsAt)).toBe(expected);
  });
});

describe('what the line is worth', () => {
  it.each([
    ['https://p.example/', false, false, 'secure'],
    ['https://p.example/', true, false, 'broken'],
    ['http://p.example/', false, false, 'not-secure'],
    ['http://127.0.0.1:1/', false, true, 'practice'],
    ['http://127.0.0.1:1/', false, false, 'not-secure'],
    ['http://127.0.0.1.evil.example/', false, true, 'not-secure'],
    ['', false, true, 'not-secure'],
  ] as const)('%s, broken: %s, practice: %s: %s', (address, isBroken, practice, state) => {
    expect(certificateState({ address, isBroken, practice })).toBe(state);
  });

  it('knows which errors are about certificates', () => {
    expect([-199, -200, -202, -299, -300, -3, -105].map(isCertificateError)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('reads a chain until it names itself, and no longer than ten', () => {
    const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    const one = (data: string) => ({
      data,
      subjectName: 's',
      issuerName: 'i',
      validStart: 0,
      validExpiry: 1,
    });
    const root = { ...one(pem('AAAA')), issuerCert: one(pem('AAAA')) };
    const chain = chainOf({ ...one(pem('BBBB')), issuerCert: root });
    expect(chain.map(({ validTo }) => validTo)).toEqual([
      '1970-01-01T00:00:01.000Z',
      '1970-01-01T00:00:01.000Z',
    ]);
    expect(chainOf(one('no certificate'))).toEqual([]);
    expect(chainOf(undefined)).toEqual([]);
  });
});

describe('where the view lies', () => {
  it.each([
    [{ x: 0, y: 100, width: 800, height: 500 }, 1, { x: 0, y: 100, width: 800, height: 500 }],
    [{ x: 0, y: 100, width: 800, height: 500 }, 2, { x: 0, y: 200, width: 1000, height: 500 }],
    [{ x: 0, y: 0, width: 5000, height: 5000 }, 1, { x: 0, y: 40, width: 1000, height: 660 }],
    [{ x: -500, y: -500, width: 100, height: 100 }, 1, { x: 0, y: 40, width: 100, height: 100 }],
    [{ x: 2000, y: 2000, width: 100, height: 100 }, 1, { x: 1000, y: 700, width: 0, height: 0 }],
  ])('%j at %d: %j', (asked, zoom, place) => {
    expect(viewPlace(asked, { width: 1000, height: 700 }, zoom)).toEqual(place);
  });
});

describe('cookies that are kept', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  const cookie = {
    name: 'S',
    value: '1',
    domain: '.p.example',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
  };

  it('come back as they were, those of the session too', () => {
    const text = writeCookies([
      { ...cookie, session: true },
      { ...cookie, domain: 'p.example', hostOnly: true },
    ]);
    expect(readCookies(text ?? '', now)).toEqual([
      {
        name: 'S',
        value: '1',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'lax',
        url: 'https://p.example/',
        domain: '.p.example',
      },
      {
        name: 'S',
        value: '1',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'lax',
        url: 'https://p.example/',
      },
    ]);
  });

  it('are left out once they have run out, and when they are for no host', () => {
    const text = JSON.stringify([
      { ...cookie, expirationDate: 1 },
      { ...cookie, domain: 'evil.example/x?' },
    ]);
    expect(readCookies(text, now)).toEqual([]);
  });

  it.each(['', 'null', '{}', '[1]', '[{"name":1}]', `[${'{},'.repeat(400)}{}]`])('are none in %j', (text) => {
    expect(readCookies(text, now)).toEqual([]);
  });

  it('are not kept where there are none, or far too many', () => {
    expect(writeCookies([])).toBeUndefined();
    expect(writeCookies(Array.from({ length: 301 }, () => cookie))).toBeUndefined();
    expect(
      writeCookies(Array.from({ length: 200 }, () => ({ ...cookie, value: 'x'.repeat(8000) }))),
    ).toBeUndefined();
  });
});

describe('the headers of a page', () => {
  it('keep its own policies and get a sandbox without dialogs', () => {
    const confined = confineDocument({
      'Set-Cookie': ['a=1', 'b=2'],
      'content-security-policy': ["default-src 'self'"],
      'Content-Security-Policy': ["img-src 'none'"],
    });
    expect(confined['Set-Cookie']).toEqual(['a=1', 'b=2']);
    const policies = confined['Content-Security-Policy'] ?? [];
    expect(policies.slice(0, 2)).toEqual(["default-src 'self'", "img-src 'none'"]);
    expect(policies[2]).toMatch(/^sandbox .*allow-scripts/u);
    expect(policies[2]).not.toMatch(/allow-modals|custom-protocols|pointer-lock/u);
    expect(Object.keys(confined)).toHaveLength(2);
  });
});

describe('the view', () => {
  it('has no preload, no Node, no dialogs and no plug-ins, and is sandboxed', () => {
    const options = portalPreferences(false);
    expect(options).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      plugins: false,
      webviewTag: false,
      disableDialogs: true,
      devTools: false,
    });
    expect(options).not.toHaveProperty('preload');
  });
});
