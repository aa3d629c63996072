import { describe, expect, it } from 'vitest';

import { encodeByteRanges, readMoodleRanges } from '../../../src/practice/byte-ranges.ts';
import { encodeMoodleXml, encodeMoodleXmlException } from '../../../src/practice/moodle-xml.ts';
import { refusals } from '../../../src/practice/moodle-errors.ts';
import { encodePhpJson } from '../../../src/practice/php-json.ts';
import { asObject, nestParameters, readParameters } from '../../../src/practice/php-parameters.ts';
import { openRecordings } from '../../../src/practice/recordings.ts';

const recordings = openRecordings();

describe('JSON as PHP writes it', () => {
  it('escapes slashes and everything outside ASCII, in lower case', () => {
    expect(encodePhpJson({ a: 'é/🧱\u007f' })).toBe('{"a":"\\u00e9\\/\\ud83e\\uddf1\\u007f"}');
  });

  it('has the recorded length for every recorded answer without a shortened secret', () => {
    const whole = recordings.exchanges.filter(
      ({ file, response }) => response.kind === 'json' && !/TOKEN|ACCESSKEY/.test(recordings.text(file)),
    );
    expect(whole.length).toBeGreaterThan(130);
    for (const { file, response } of whole)
      expect([file, encodePhpJson(recordings.json(file)).length]).toEqual([file, response.bytes]);
  });
});

describe('XML as Moodle writes it', () => {
  it('writes the recorded exception', () => {
    expect(encodeMoodleXmlException(refusals.invalidToken).trim()).toBe(
      recordings.text('09_errors/no_restformat_gives_xml.txt').trim(),
    );
  });

  it('tells lists, objects, nothing and text apart', () => {
    const xml = encodeMoodleXml({ list: [1, true], none: null, text: '<&>' }).replaceAll('\n', '');
    expect(xml).toContain('<KEY name="list"><MULTIPLE><VALUE>1</VALUE><VALUE>1</VALUE></MULTIPLE></KEY>');
    expect(xml).toContain('<KEY name="none"><VALUE null="null"/></KEY>');
    expect(xml).toContain('<VALUE>&lt;&amp;&gt;</VALUE>');
  });
});

describe('parameters as PHP reads them', () => {
  it('nests brackets, to any depth', () => {
    const nested = nestParameters([
      ['courseids[0]', '2'],
      ['courseids[1]', '3'],
      ['options[0][name]', 'x'],
      ['plain', ''],
    ]);
    expect(asObject(nested)).toEqual({
      courseids: { 0: '2', 1: '3' },
      options: { 0: { name: 'x' } },
      plain: '',
    });
  });

  it('takes query and form together and passes a JSON body by', () => {
    const query = new URLSearchParams('a=1&b=2');
    const form = Buffer.from('b=3&c=4%20');
    expect([...readParameters(query, 'application/x-www-form-urlencoded; charset=UTF-8', form)]).toEqual([
      ['a', '1'],
      ['b', '3'],
      ['c', '4 '],
    ]);
    expect([...readParameters(query, 'application/json', Buffer.from('{"c":1}')).keys()]).toEqual(['a', 'b']);
  });
});

describe("Moodle's reading of Range", () => {
  it.each([
    ['bytes=0-9', [{ from: 0, to: 9 }]],
    ['bytes=90-', [{ from: 90, to: 99 }]],
    ['bytes=-5', [{ from: 95, to: 99 }]],
    ['bytes=-500', [{ from: 0, to: 99 }]],
    ['bytes=50-5000', [{ from: 50, to: 99 }]],
    [
      'bytes=0-1,4-5',
      [
        { from: 0, to: 1 },
        { from: 4, to: 5 },
      ],
    ],
    ['bytes=100-', undefined],
    ['bytes=9-3', undefined],
    ['bytes=-', undefined],
    ['bytes=abc', undefined],
    ['items=0-9', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => {
    expect(readMoodleRanges(header, 100)).toEqual(expected);
  });

  it('frames several ranges with the recorded length', () => {
    const bytes = Buffer.alloc(20_971_520);
    const ranges = [
      { from: 0, to: 9 },
      { from: 20, to: 29 },
    ];
    expect(encodeByteRanges(bytes, ranges, 'video/mp4').length).toBe(208);
  });
});
