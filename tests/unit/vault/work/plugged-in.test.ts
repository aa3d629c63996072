import { describe, expect, it } from 'vitest';

import { PluggedIn } from '../../../../src/vault/work/plugged-in.ts';

const at = (reachable: boolean) => [{ id: 'stick', reachable }];

describe('a stick', () => {
  it('has one round coming each time that it is plugged in', () => {
    const plugged = new PluggedIn();
    expect([...plugged.look(at(true))]).toEqual(['stick']);
    plugged.served('stick');
    expect([...plugged.look(at(true))]).toEqual([]);
    expect([...plugged.look(at(false))]).toEqual([]);
    expect([...plugged.look(at(true))]).toEqual(['stick']);
  });

  it('has none coming where a person had it copied to before it was looked at', () => {
    const plugged = new PluggedIn();
    plugged.served('stick');
    expect([...plugged.look(at(true))]).toEqual([]);
    plugged.look(at(false));
    expect([...plugged.look(at(true))]).toEqual(['stick']);
  });

  it('waits for its round where that was stopped, unless it was pulled out', () => {
    const plugged = new PluggedIn();
    plugged.look(at(true));
    plugged.served('stick');
    plugged.waits('stick');
    expect([...plugged.look(at(true))]).toEqual(['stick']);
    plugged.look(at(false));
    plugged.waits('stick');
    expect([...plugged.look(at(false))]).toEqual([]);
  });
});
