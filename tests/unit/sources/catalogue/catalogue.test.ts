import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { catalogue, findPortal } from '../../../../src/sources/catalogue/catalogue.ts';
import { recognisePortal, searchPortals } from '../../../../src/sources/catalogue/search-portals.ts';

const sentence = z
  .string()
  .min(10)
  .max(260)
  .regex(/[.?!]$/u)
  .refine((text) => text.trim() === text);
const steps = z.array(sentence).min(3).max(6);
const web = z.url({ protocol: /^https$/u });
const way = z.discriminatedUnion('how', [
  z.strictObject({
    how: z.literal('connect'),
    source: z.enum(['moodle', 'canvas', 'mailbox', 'openbadges', 'folder']),
    brings: sentence,
    steps,
  }),
  z.strictObject({
    how: z.literal('file'),
    formats: z
      .array(z.string().regex(/^[a-z0-9-]+$/u))
      .min(1)
      .exactOptional(),
    brings: sentence,
    steps,
  }),
  z.strictObject({ how: z.literal('mail'), brings: sentence, steps }),
  z.strictObject({ how: z.literal('window'), address: web.exactOptional(), brings: sentence, steps }),
]);
const portal = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/u),
  name: z.string().min(3).max(40),
  kind: z.enum(['learning', 'portfolio', 'record', 'mail', 'folder', 'badges']),
  called: z.array(z.string().min(2).max(40)),
  addresses: z.array(z.string().regex(/^(?:\*|[a-z0-9-]+)(?:\.(?:\*|[a-z0-9-]+))*(?:\/[a-z0-9-]+)?$/u)),
  ways: z.array(way).min(2).max(4),
  limits: z.array(sentence).min(1).max(4),
  looked: z.iso.date(),
  sources: z.array(web),
});

/** Portals that learners of this app's first users meet. */
const wanted = [
  'Moodle',
  'Canvas',
  'Mahara',
  'PebblePad',
  'Aptem',
  'OneFile',
  'Smart Assessor',
  'Bud',
  'The Learning Pathway',
  'People Alchemy',
  'TLM Markbook',
  'Learning Site',
  'Ecordia',
  'Google Classroom',
  'Teams',
  'Blackboard',
  'Brightspace',
  'Open Awards',
  'Personal Learning Record',
  'e-mail',
  'shared drive',
  'Open Badges',
];

describe('the catalogue of portals', () => {
  it.each(catalogue.map((one) => [one.id, one] as const))('keeps to its form for %s', (id, one) => {
    expect(portal.parse(one)).toEqual(one);
    expect(findPortal(id)).toBe(one);
    // One way of each kind, so that a screen can name it by its kind.
    const kinds = one.ways.map((each) => (each.how === 'connect' ? each.source : each.how));
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(new Date(one.looked).getTime()).toBeLessThanOrEqual(Date.now() + 86_400_000);
  });

  it('names each portal once, and owns to it where nothing public was found', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
    for (const { name, kind, sources, limits } of catalogue)
      if (sources.length === 0 && kind !== 'folder') expect(limits.join(' '), name).toMatch(/We found no/u);
  });

  it.each(wanted)('finds %s first by what people call it', (name) => {
    expect(searchPortals(name)[0]).toBeDefined();
  });
});

describe('looking for a portal', () => {
  const found = (typed: string): (string | undefined)[] => searchPortals(typed).map(({ id }) => id);

  it('finds it by the beginnings of its words, in any order, without accents and capitals', () => {
    expect(found('moo')[0]).toBe('moodle');
    expect(found('FILE ONE')).toEqual(['onefile']);
    expect(found('  óne-file ')).toEqual(['onefile']);
    expect(found('d2l')).toEqual(['brightspace']);
    expect(found('alchemy')).toEqual(['learning-pathway']);
    expect(found('plr')).toEqual(['learning-records']);
  });

  it('puts what is called so before what is also called so', () => {
    expect(found('canvas')).toEqual(['canvas', 'open-badges']);
  });

  it('shows all while nothing is typed, and none for what it does not know', () => {
    expect(searchPortals(' ')).toBe(catalogue);
    expect(found('zzz')).toEqual([]);
  });

  it.each([
    ['https://moodle.northfield.ac.uk/course/view.php?id=7', 'moodle'],
    ['northfield.ac.uk/moodle/login', 'moodle'],
    ['my.moodlecloud.com', 'moodle'],
    ['northfield.instructure.com', 'canvas'],
    ['https://live.onefile.co.uk/', 'onefile'],
    ['classroom.google.com/c/1', 'google-classroom'],
    ['northfield.aptem.co.uk:443/login', 'aptem'],
    ['https://portal.northfield.ac.uk/', undefined],
    ['northfield.ac.uk/moodles', undefined],
    ['notinstructure.com', undefined],
    ['instructure.com.example.org', undefined],
    ['my moodle.net', undefined],
    ['moodle', undefined],
  ])('says whose address %s is', (address, id) => {
    expect(recognisePortal(address)?.id).toBe(id);
  });

  it('finds the one portal of a pasted address', () => {
    expect(found('https://Northfield.Instructure.com/courses/3')).toEqual(['canvas']);
  });
});
