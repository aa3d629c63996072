import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sliceArray } from '../../../../src/sources/openbadges/host/json-slices.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the elements of a list, as they were written', () => {
  it('keep their spaces, escapes and order', () => {
    const text = String.raw` { "a" : [ 0 ] ,"credential":[ {"b" : "\"]}", "c":[1, 2]} ,"x\\",null , 1e3 ] , "z":1}`;
    expect(sliceArray(bytesOf(text), 'credential')?.map(textOf)).toEqual([
      String.raw`{"b" : "\"]}", "c":[1, 2]}`,
      String.raw`"x\\"`,
      'null',
      '1e3',
    ]);
  });

  it('are undefined where there is no such list', () => {
    for (const text of ['{}', '[]', '{"credential":{}}', '{"a":{"credential":[1]}}', '1'])
      expect(sliceArray(bytesOf(text), 'credential')).toBeUndefined();
  });

  it('are found by a name that is written with escapes', () => {
    expect(sliceArray(bytesOf(String.raw`{"credentia\u006c":[1]}`), 'credential')?.map(textOf)).toEqual([
      '1',
    ]);
  });

  it('say the same as a parser, for any JSON in any layout', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }),
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
        fc.constantFrom(undefined, 1, '\t'),
        (list, others, layout) => {
          const text = JSON.stringify({ ...others, credential: list }, undefined, layout);
          const slices = sliceArray(bytesOf(text), 'credential');
          expect(slices?.map((slice): unknown => JSON.parse(textOf(slice)))).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
          for (const slice of slices ?? []) expect(text).toContain(textOf(slice));
        },
      ),
    );
  });
});
