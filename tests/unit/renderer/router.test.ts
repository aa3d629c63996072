import { describe, expect, it } from 'vitest';

import { admitted } from '../../../renderer/app/gate.ts';
import { parseRoute } from '../../../renderer/app/router.ts';
import { findPlace } from '../../../renderer/app/routes.tsx';
import { hashOf } from '../../../renderer/ui/hash-of.ts';

describe('a route', () => {
  it('is read from the hash, with its parts and its question', () => {
    const route = parseRoute('#/item/abc%20d?tab=history&x=a?b');
    expect(route.segments).toEqual(['item', 'abc d']);
    expect(route.path).toBe('/item/abc d');
    expect(route.query.get('tab')).toBe('history');
    expect(route.query.get('x')).toBe('a?b');
  });

  it.each(['', '#', '#/', '#//', '/'])('is the beginning for %j', (hash) => {
    expect(parseRoute(hash).segments).toEqual([]);
  });

  it('keeps what is wrongly encoded as it stands', () => {
    expect(parseRoute('#/item/%E0%A4%A').segments).toEqual(['item', '%E0%A4%A']);
  });

  it.each(['/home', 'home', '#/home', '#home', '//home'])('leads from %j to #/home', (to) => {
    expect(hashOf(to)).toBe('#/home');
  });
});

describe('a place', () => {
  it('is found by its exact path before one that stands for any id', () => {
    expect(findPlace(['sources', 'add'])).not.toBe(findPlace(['sources', 's-1']));
    expect(findPlace(['sources', 's-1'])).toBe(findPlace(['sources', 's-2']));
  });

  it.each([[['nowhere']], [['home', 'x', 'y']], [['constructor']], [['__proto__']], [['item']]])(
    'is not there for %j',
    (segments) => {
      expect(findPlace(segments)).toBeUndefined();
    },
  );
});

describe('where somebody may be', () => {
  const none = { engine: 'locked', vault: 'none' } as const;
  const locked = { engine: 'locked', vault: 'there' } as const;
  const gone = { engine: 'locked', vault: 'gone' } as const;
  const half = { engine: 'locked', vault: 'half' } as const;
  const covered = { engine: 'covered', vault: 'there' } as const;
  const open = { engine: 'open', vault: 'there' } as const;

  it.each([
    [none, '', 'welcome'],
    [none, 'home', 'welcome'],
    [none, 'unlock', 'welcome'],
    [none, 'new', 'new'],
    [none, 'verify', 'verify'],
    [none, 'item/x', 'welcome'],
    [locked, '', 'unlock'],
    [locked, 'home', 'unlock'],
    [locked, 'evidence', 'unlock'],
    [locked, 'settings', 'settings'],
    [locked, 'settings/passphrase', 'unlock'],
    [locked, 'recover', 'recover'],
    [gone, 'home', 'unlock'],
    [half, 'home', 'welcome'],
    [half, 'unlock', 'welcome'],
    [half, 'restore', 'restore'],
    [none, 'restore/server', 'restore/server'],
    [open, 'restore', 'restore'],
    [covered, 'restore', 'covered'],
    [covered, 'home', 'covered'],
    [covered, 'verify', 'covered'],
    [covered, 'item/x', 'covered'],
    [open, '', 'home'],
    [open, 'welcome', 'home'],
    [open, 'unlock', 'home'],
    [open, 'covered', 'home'],
    [open, 'new', 'new'],
    [open, 'settings/recovery-key', 'settings/recovery-key'],
    [open, 'item/x', 'item/x'],
  ] as const)('with %j and a wish for %j is %j', (state, path, place) => {
    expect(admitted(state, path)).toBe(place);
  });
});
