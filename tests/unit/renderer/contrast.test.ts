import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { contrast } from './contrast.ts';

const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/gu)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

function colour(name: string, theme: 'light' | 'dark'): string {
  const found = tokens.get(name)?.[theme];
  if (found === undefined) throw new Error(`There is no colour ${name}.`);
  return found;
}

const grounds = ['paper', 'card', 'rail', 'well'];
const tones = ['safe', 'attention', 'risk', 'accent'];
/** What is written on what. */
const texts: [string, string][] = [
  ...['ink', 'soft-ink', ...tones].flatMap((text): [string, string][] =>
    grounds.map((ground) => [text, ground]),
  ),
  ...tones.flatMap((tone): [string, string][] => [
    [tone, `${tone}-ground`],
    ['ink', `${tone}-ground`],
    ['soft-ink', `${tone}-ground`],
  ]),
  ['accent-strong', 'accent-ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-risk', 'risk'],
  ['paper', 'ink'],
];
/** Borders of what can be pressed or filled in, rings for 'not there', and bars. */
const marks: [string, string][] = [
  ...['edge', ...tones].flatMap((mark): [string, string][] => grounds.map((ground) => [mark, ground])),
  ['accent', 'line'],
];

describe.each(['light', 'dark'] as const)('the %s colours', (theme) => {
  it.each(texts)('write %s on %s with a contrast of at least 4.5', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks)('mark %s on %s with a contrast of at least 3', (mark, ground) => {
    expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#1f5f8b', '#1f5f8b')).toBe(1);
  });
});
