import { describe, expect, it } from 'vitest';

import { parseUtf8 } from '../../../../src/base/bytes.ts';
import { submissionStatusSchema } from '../../../../src/sources/moodle/assignment-answers.ts';
import { atMost } from '../../../../src/sources/http/at-most.ts';
import { readAttempts } from '../../../../src/sources/moodle/attempts.ts';
import { encodeForm } from '../../../../src/sources/moodle/form.ts';
import { imagesOfHtml, textOfHtml } from '../../../../src/sources/html/html-text.ts';
import { Redactor } from '../../../../src/sources/moodle/redact.ts';
import { findRefusal, safeCode, siteError, statusError } from '../../../../src/sources/moodle/refusals.ts';
import { judgeRelease } from '../../../../src/sources/moodle/release.ts';
import { isLoopback, siteCandidates } from '../../../../src/sources/moodle/site-address.ts';
import { fileAddress } from '../../../../src/sources/moodle/site-files.ts';

describe('errors of a site (facts 1 and 3)', () => {
  it.each([
    [{ exception: 'x', errorcode: 'invalidtoken', message: 'y' }, 'invalidtoken'],
    [{ exception: 'dml', message: 'no code' }, ''],
    [{ error: 'text', errorcode: 'filenotfound' }, 'filenotfound'],
    [{ errorcode: 'only' }, 'only'],
    [{ warnings: [], error: false }, undefined],
    [[{ errorcode: 'inside' }], undefined],
    [null, undefined],
  ])('reads the code of %j as %j', (answer, code) => {
    expect(findRefusal(answer)?.errorcode).toBe(code);
  });

  it('knows by the code alone which errors are about the whole site', () => {
    expect(siteError({ errorcode: 'sitepolicynotagreed' })).toMatchObject({ code: 'source.needs-attention' });
    expect(siteError({ errorcode: 'invalidrecord' })).toBeUndefined();
    expect(siteError({ errorcode: 'toString' })).toBeUndefined();
  });

  it('lets no text of a portal into the details of an error', () => {
    expect(safeCode({ errorcode: 'filenotfound' })).toBe('filenotfound');
    expect(safeCode({ errorcode: '' })).toBe('none');
    expect(safeCode({ errorcode: '<b>Sam Smith</b>' })).toBe('unlisted');
  });

  it.each([
    [200, undefined],
    [303, 'source.protocol'],
    [403, 'source.refused'],
    [404, 'source.protocol'],
    [429, 'source.unreachable'],
    [502, 'source.unreachable'],
    [503, 'source.maintenance'],
  ])('takes HTTP status %s as %s (fact 10)', (status, code) => {
    expect(statusError(status)?.code).toBe(code);
  });
});

describe('credentials in answers', () => {
  const token = 'a'.repeat(32);
  const kept = (text: string) => {
    const raw = new Redactor(token).rawAnswer(text, 'application/json');
    return { text: parseUtf8(raw.bytes), removed: raw.removed };
  };

  it('leaves an answer without credentials byte for byte', () => {
    const text = '{ "a": "\\u00e9 \\/ b" ,\n "tokens": "x", "private": null, "token": "" }';
    expect(kept(text)).toEqual({ text, removed: [] });
  });

  it('removes them by name, in addresses and wherever they appear', () => {
    expect(kept('{"privatetoken":"p\\"q","userprivateaccesskey" : "k","n":1}')).toEqual({
      text: '{"privatetoken":"","userprivateaccesskey" : "","n":1}',
      removed: ['privatetoken', 'userprivateaccesskey'],
    });
    expect(kept(`{"u":"http:\\/\\/x\\/f.pdf?forcedownload=1&token=${token}","m":"${token}"}`)).toEqual({
      text: '{"u":"http:\\/\\/x\\/f.pdf?forcedownload=1&token=","m":""}',
      removed: ['token', 'token-in-address'],
    });
    expect(kept('{"i":"https:\\/\\/x\\/tokenpluginfile.php\\/0123456789abcdef0123\\/1\\/user"}')).toEqual({
      text: '{"i":"https:\\/\\/x\\/tokenpluginfile.php\\/\\/1\\/user"}',
      removed: ['token-in-address'],
    });
  });

  it('remembers what it removed, and finds it later under another name', () => {
    const redactor = new Redactor(token);
    redactor.rawAnswer('{"userprivateaccesskey":"key-12345678"}', 'application/json');
    const later = redactor.rawAnswer('{"feed":"rss\\/key-12345678\\/1"}', 'application/json');
    expect(parseUtf8(later.bytes)).toBe('{"feed":"rss\\/\\/1"}');
    expect(later.removed).toEqual(['userprivateaccesskey']);
  });
});

describe('addresses', () => {
  it.each([
    ['moodle.example.ac.uk', ['https://moodle.example.ac.uk/', 'http://moodle.example.ac.uk/']],
    [
      'https://x.example/vle/mod/assign/view.php?id=8&token=abc#y',
      ['/vle', '/vle/mod/assign', '/vle/mod', '/'],
    ],
    ['https://x.example/course/view.php?id=2', ['/', '/course']],
    ['https://user:pw@x.example/', ['/']],
  ])('looks for the site of %s in the likeliest places first', (entered, expected) => {
    const found = siteCandidates(entered).map(({ href }) => href);
    expect(found).toEqual(expected.map((each) => (each.startsWith('/') ? `https://x.example${each}` : each)));
  });

  it('tells this computer from others by the whole name', () => {
    const isHere = (url: string): boolean => isLoopback(new URL(url));
    expect(['http://127.0.0.1:1/', 'http://localhost/', 'http://[::1]/'].every(isHere)).toBe(true);
    expect(['http://127.0.0.1.evil.example/', 'http://localhost.evil.example/'].some(isHere)).toBe(false);
  });

  const site = new URL('https://vle.example/moodle');
  it.each([
    [
      'https://vle.example/moodle/pluginfile.php/1/a%20b.png',
      '/moodle/webservice/pluginfile.php/1/a%20b.png',
    ],
    [
      'https://vle.example/moodle/webservice/pluginfile.php/1/x?forcedownload=1&token=t',
      '/moodle/webservice/pluginfile.php/1/x?forcedownload=1',
    ],
    ['https://u:p@vle.example/moodle/pluginfile.php/1/x#y', '/moodle/webservice/pluginfile.php/1/x'],
    [
      'https://vle.example/moodle/pluginfile.php?file=/1/x',
      '/moodle/webservice/pluginfile.php?file=%2F1%2Fx',
    ],
  ])('makes a file of the site reachable with a token: %s (facts 13 and 14)', (listed, expected) => {
    const found = fileAddress(site, listed);
    expect(found && decodeURIComponent(found.href)).toBe(
      decodeURIComponent(`https://vle.example${expected}`),
    );
  });

  it.each([
    'https://evil.example/moodle/pluginfile.php/1/x',
    'https://vle.example.evil.example/moodle/pluginfile.php/1/x',
    'http://vle.example/moodle/pluginfile.php/1/x',
    'https://vle.example:8443/moodle/pluginfile.php/1/x',
    'https://vle.example/pluginfile.php/1/x',
    'https://vle.example/moodle/user/edit.php',
    'https://vle.example/moodle/pluginfile.phpx/1',
    'https://vle.example/moodle/../pluginfile.php/1/x',
    'javascript:alert(1)',
    'data:text/plain,x',
    'https://',
  ])('takes no token to %s', (listed) => {
    expect(fileAddress(site, listed)).toBeUndefined();
  });
});

it('writes arguments as PHP reads them', () => {
  const form = encodeForm({
    courseids: [2, 3],
    deep: { a: [{ name: 'x', value: true }] },
    off: false,
    no: null,
  });
  expect([...form]).toEqual([
    ['courseids[0]', '2'],
    ['courseids[1]', '3'],
    ['deep[a][0][name]', 'x'],
    ['deep[a][0][value]', '1'],
    ['off', '0'],
  ]);
});

describe('HTML', () => {
  it('gives its words as a reader sees them', () => {
    expect(textOfHtml('<p>One&nbsp;&amp;<br>two</p><ul><li>three<li>four</ul><script>no()</script>')).toBe(
      'One & two three four',
    );
    expect(textOfHtml('plain < text')).toBe('plain < text');
    expect(textOfHtml('')).toBe('');
  });

  it('names the images that it shows, each once', () => {
    expect(
      imagesOfHtml('<IMG SRC="a.png?x=1&amp;y=2"><img alt=""><p><img src=b><img src=b></p><a href="c">'),
    ).toEqual(['a.png?x=1&y=2', 'b']);
  });
});

describe('release (fact 15)', () => {
  const last = (given: { feedback?: object; more?: object; earlier?: object[] }) => {
    const status = submissionStatusSchema.parse({
      lastattempt: {
        submission: {
          id: 1,
          userid: 3,
          attemptnumber: given.earlier === undefined ? 0 : 1,
          status: 'submitted',
        },
        ...given.more,
      },
      ...(given.feedback === undefined ? {} : { feedback: given.feedback }),
      ...(given.earlier === undefined ? {} : { previousattempts: given.earlier }),
    });
    const attempts = readAttempts(status) ?? [];
    return attempts.map((attempt) => ({ number: attempt.number, ...judgeRelease(attempt) }));
  };
  const mark = (grade: string, attemptnumber = 0) => ({ id: 1, attemptnumber, grade, timemodified: 5 });

  it.each([
    ['displayed', { feedback: { grade: mark('3.0'), gradefordisplay: 'Merit' } }, 'seen', 'seen'],
    ['zero, displayed', { feedback: { grade: mark('0.00000'), gradefordisplay: '0 / 10' } }, 'seen', 'seen'],
    [
      'marked and not displayed',
      { feedback: { grade: mark('61.0'), gradefordisplay: null } },
      'hidden',
      'hidden',
    ],
    [
      'marked blind',
      { feedback: { grade: mark('61.0'), gradefordisplay: null }, more: { blindmarking: true } },
      'blind-marking',
      'blind-marking',
    ],
    [
      'commented blind, without a mark',
      { feedback: { grade: mark('-1.0'), gradefordisplay: null }, more: { blindmarking: true } },
      'blind-marking',
      'blind-marking',
    ],
    ['cleared', { feedback: { grade: mark('-1.00000'), gradefordisplay: null } }, 'cleared', 'seen'],
    ['a dash', { feedback: { grade: mark('-1.00000'), gradefordisplay: '-' } }, 'cleared', 'seen'],
    ['in review', { more: { gradingstatus: 'inreview' } }, 'withdrawn', 'withdrawn'],
    ['graded and out of sight', { more: { gradingstatus: 'graded' } }, 'hidden', 'hidden'],
    ['not graded', { more: { gradingstatus: 'notgraded' } }, 'cleared', 'cleared'],
    ['displayed by the gradebook alone', { feedback: { gradefordisplay: 'Pass' } }, 'seen', 'seen'],
  ] as const)('%s: grade %s', (_what, given, grade, feedback) => {
    expect(last(given)).toEqual([{ number: 0, grade, feedback }]);
  });

  it('takes the grade of the attempt before for no grade of the new one, and sorts by number (fact 18)', () => {
    const earlier = [
      { attemptnumber: 0, grade: { ...mark('1.0'), gradefordisplay: 'Refer' }, feedbackplugins: [] },
    ];
    expect(last({ feedback: { gradefordisplay: 'Refer' }, earlier })).toEqual([
      { number: 0, grade: 'seen', feedback: 'seen' },
      { number: 1, grade: 'hidden', feedback: 'hidden' },
    ]);
  });

  it('puts the oldest first: Moodle lists earlier attempts newest first (fact 18)', () => {
    const attempt = (number: number) => ({
      attemptnumber: number,
      submission: { id: 9, userid: 3, attemptnumber: number, status: 'submitted' },
    });
    const status = submissionStatusSchema.parse({
      lastattempt: { submission: { id: 9, userid: 3, attemptnumber: 3, status: 'reopened' } },
      previousattempts: [attempt(2), attempt(1), attempt(0)],
    });
    expect(readAttempts(status)?.map(({ number }) => number)).toEqual([0, 1, 2, 3]);
  });

  it('shows nothing of earlier attempts while names are hidden', () => {
    const earlier = [
      { attemptnumber: 0, grade: { ...mark('1.0'), gradefordisplay: 'Refer' }, feedbackplugins: [] },
    ];
    expect(last({ earlier, more: { blindmarking: true } })[0]).toMatchObject({ grade: 'blind-marking' });
  });

  it('tells no attempts from none that is told of', () => {
    expect(readAttempts(submissionStatusSchema.parse({ lastattempt: {} }))).toEqual([]);
    expect(readAttempts(submissionStatusSchema.parse({}))).toBeUndefined();
  });
});

describe('a few at a time', () => {
  it('does all, never more than told at once, beginning in order', async () => {
    const begun: number[] = [];
    let inside = 0;
    let most = 0;
    await atMost(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
      begun.push(item);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 8 - item));
      inside -= 1;
    });
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('begins nothing new after a failure, and lets what is under way come to its end', async () => {
    const ended: number[] = [];
    const work = atMost(2, [1, 2, 3, 4], async (item) => {
      await new Promise((resolve) => setTimeout(resolve, item * 5));
      if (item === 1) throw new Error('first');
      ended.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect(ended).toEqual([2]);
  });
});
