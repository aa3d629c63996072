import { describe, expect, it } from 'vitest';

import { ItemPages, type ItemPage } from '../../../../renderer/features/evidence/item-pages.ts';
import type { ListedItem } from '../../../../src/contract/methods/item-methods.ts';

interface Asked {
  readonly offset: number;
  readonly signal: AbortSignal;
  readonly answer: (total?: number, prefix?: string) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

const limits = { pageSize: 10, kept: 3 };

/** A list whose pages come when the test says so. */
function slowList(): { pages: ItemPages; asked: Asked[]; take: (offset: number) => Asked } {
  const asked: Asked[] = [];
  const pages = new ItemPages(({ offset, limit }, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<ItemPage>();
    asked.push({
      offset,
      signal,
      answer: async (total = 1000, prefix = 'item') => {
        const length = Math.max(0, Math.min(limit, total - offset));
        const items = Array.from({ length }, (_, place) => item(`${prefix} ${String(offset + place)}`));
        resolve({ total, offset, items });
        await settled();
      },
      fail: async (error) => {
        reject(error);
        await settled();
      },
    });
    return promise;
  }, limits);
  const take = (offset: number): Asked => {
    const found = asked.findLast((one) => one.offset === offset);
    if (found === undefined) throw new Error(`page ${String(offset)} was not asked for`);
    return found;
  };
  return { pages, asked, take };
}

function item(name: string): ListedItem {
  return { id: name, kind: 'document', name, source: 's', versions: 1 };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

describe('the pages of a long list', () => {
  it('ask for one page first, and tell the whole number once it came', async () => {
    const { pages, asked, take } = slowList();
    pages.want(0, 5);
    expect(asked.map(({ offset }) => offset)).toEqual([0]);
    expect(pages.total).toBeUndefined();
    await take(0).answer();
    expect(pages.total).toBe(1000);
    expect(pages.at(3)?.name).toBe('item 3');
    expect(pages.at(10)).toBeUndefined();
  });

  it('ask for the pages around what is on the screen, each once', async () => {
    const { pages, asked, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    pages.want(40, 52);
    pages.want(41, 53);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 30, 40, 50, 60]);
  });

  it('call off pages that scrolled away before they came', async () => {
    const { pages, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    pages.want(400, 405);
    const passed = take(400);
    pages.want(900, 905);
    expect(passed.signal.aborted).toBe(true);
    await passed.answer(1000, 'late');
    expect(pages.at(400)).toBeUndefined();
    await take(900).answer();
    expect(pages.at(900)?.name).toBe('item 900');
  });

  it('ask again for a page that was called off and is wanted after all', async () => {
    const { pages, asked, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    pages.want(400, 405);
    pages.want(900, 905);
    pages.want(400, 405);
    await settled();
    pages.want(400, 405);
    expect(asked.filter(({ offset }) => offset === 400).at(-1)?.signal.aborted).toBe(false);
  });

  it('hold only so many pages, and never forget what is on the screen', async () => {
    const { pages, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    for (const first of [100, 200, 300]) {
      pages.want(first, first + 5);
      for (const offset of [first - 10, first, first + 10]) await take(offset).answer();
    }
    expect(pages.at(0)).toBeUndefined();
    expect(pages.at(100)).toBeUndefined();
    expect(pages.at(300)?.name).toBe('item 300');
  });

  it('go on showing what was there until the fresh page comes', async () => {
    const { pages, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    pages.refresh();
    expect(pages.at(0)?.name).toBe('item 0');
    await take(0).answer(500, 'fresh');
    expect(pages.at(0)?.name).toBe('fresh 0');
    expect(pages.total).toBe(500);
  });

  it('do not believe an answer from before a change', async () => {
    const { pages, take } = slowList();
    pages.want(0, 5);
    const before = take(0);
    pages.refresh();
    await before.answer(3, 'old');
    expect(pages.total).toBeUndefined();
    await take(0).answer(7, 'new');
    expect(pages.total).toBe(7);
  });

  it('keep what is shown when a page does not come, and say why', async () => {
    const { pages, take } = slowList();
    pages.want(0, 5);
    await take(0).answer();
    pages.want(50, 55);
    const trouble = new Error('no');
    await take(50).fail(trouble);
    expect(pages.error).toBe(trouble);
    expect(pages.at(0)?.name).toBe('item 0');
    pages.refresh();
    await take(50).answer();
    expect(pages.error).toBeUndefined();
  });

  it('tell whoever listens, and fall silent once closed', async () => {
    const { pages, take } = slowList();
    let told = 0;
    pages.subscribe(() => (told += 1));
    pages.want(0, 5);
    const first = take(0);
    pages.close();
    expect(first.signal.aborted).toBe(true);
    await first.answer();
    expect(told).toBe(0);
  });

  it('show what they held to whoever comes back, and ask for it again: what changed meanwhile was told to nobody', async () => {
    const { pages, asked, take } = slowList();
    pages.want(0, 5);
    await take(0).answer(2);
    pages.close();
    const before = asked.length;
    pages.want(0, 5);
    expect(pages.at(0)?.name).toBe('item 0');
    expect(asked.length).toBe(before + 1);
    await take(0).answer(3, 'new');
    expect(pages.total).toBe(3);
    expect(pages.at(2)?.name).toBe('new 2');
  });
});
