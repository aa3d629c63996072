import { describe, expect, it } from 'vitest';

import { Lanes } from '../../../../electron/engine/lanes.ts';

/** Work that goes on until it is told to end, and what happened in which order. */
function world() {
  const lanes = new Lanes();
  const told: string[] = [];
  const begin = (name: string, lane: string, byItself = false) => {
    const end = Promise.withResolvers<undefined>();
    const stop = new AbortController();
    const giveWay = (): void => {
      told.push(`${name} gives way`);
      stop.abort();
      end.resolve(undefined);
    };
    const held = lanes.hold(
      lane,
      stop.signal,
      async () => {
        told.push(name);
        await end.promise;
      },
      byItself ? giveWay : undefined,
    );
    held.catch(() => undefined);
    return { end: () => end.resolve(undefined), held };
  };
  return { lanes, told, begin };
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('lanes', () => {
  it('let different work go on side by side, and the same one after the other', async () => {
    const { told, begin } = world();
    const first = begin('copying', 'copying');
    begin('copies', 'copies');
    begin('copying again', 'copying');
    await turn();
    expect(told).toEqual(['copying', 'copies']);
    first.end();
    await turn();
    expect(told).toEqual(['copying', 'copies', 'copying again']);
  });

  it('let a person go first, and ask what stands in the way to give way once', async () => {
    const { told, begin } = world();
    begin('copies by itself', 'copies', true);
    begin('check by itself', 'everything', true);
    await turn();
    const person = begin('a person looks', 'copies');
    await turn();
    expect(told).toEqual(['copies by itself', 'copies by itself gives way', 'a person looks']);
    person.end();
    await turn();
    expect(told.at(-1)).toBe('check by itself');
  });

  it('ask nothing to give way to what goes on by itself', async () => {
    const { told, begin } = world();
    begin('one', 'copies', true);
    begin('two', 'everything', true);
    begin('three', 'copying', true);
    await turn();
    expect(told).toEqual(['one']);
  });

  it('give a holder everything for a part of its work, and let whoever waits go before it goes on', async () => {
    const { lanes, told, begin } = world();
    const stop = new AbortController();
    const beside = begin('capturing', 'copying');
    const round = lanes.hold('copies', stop.signal, async ({ alone }) => {
      told.push('round');
      await alone(() => {
        told.push('joining');
        return Promise.resolve();
      });
      told.push('sending');
    });
    await turn();
    expect(told).toEqual(['capturing', 'round']);
    const check = begin('check', 'everything');
    beside.end();
    await turn();
    check.end();
    await round;
    expect(told).toEqual(['capturing', 'round', 'joining', 'check', 'sending']);
  });

  it('leave a round that is stopped while it waits without a lane', async () => {
    const { lanes, begin, told } = world();
    const stop = new AbortController();
    const beside = begin('capturing', 'copying');
    const round = lanes.hold('copies', stop.signal, ({ alone }) => alone(() => Promise.resolve()));
    await turn();
    stop.abort();
    await expect(round).rejects.toThrow();
    beside.end();
    await turn();
    begin('after', 'everything');
    await turn();
    expect(told).toEqual(['capturing', 'after']);
  });
});
