import { describe, expect, it } from 'vitest';

import { nextLink } from '../../../../src/sources/openbadges/host/next-link.ts';

const base = new URL('https://portal.example/ims/ob/v3p0/credentials?limit=2');

describe('the link to the next page', () => {
  it.each([
    ['<https://portal.example/x?offset=2>; rel="next"', 'https://portal.example/x?offset=2'],
    ['</a>; rel="prev", </b>; rel="next"', 'https://portal.example/b'],
    ['<?offset=2>;rel=next', 'https://portal.example/ims/ob/v3p0/credentials?offset=2'],
    ['</b>; title="a, b"; rel="last next"', 'https://portal.example/b'],
    ['<<</b>; rel="next"', 'https://portal.example/b'],
  ])('is read from %s', (header, expected) => {
    expect(nextLink(header, base)?.href).toBe(expected);
  });

  it.each([[undefined], [''], ['</b>; rel="last"'], ['next'], ['</b>; title="next"']])(
    'is not found in %s',
    (header) => {
      expect(nextLink(header, base)).toBeUndefined();
    },
  );
});
