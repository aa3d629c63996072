import { useEffect, useState, useSyncExternalStore } from 'react';

import type { ItemFilter } from '../../../src/contract/methods/item-methods.ts';
import { engine } from '../../app/engine.ts';
import { evidenceMemory } from './evidence-memory.ts';
import type { ItemOrder } from './filters.ts';
import { ItemPages } from './item-pages.ts';

interface Opened {
  readonly key: string;
  readonly pages: ItemPages;
}

export interface ShownPages extends Opened {
  /** A list with other filters or words is on its way; this one is the one before. */
  readonly waiting: boolean;
}

/** Rows asked for before anything is on the screen. */
const firstRows = 30;

function open(key: string, filter: ItemFilter, order: ItemOrder): Opened {
  return {
    key,
    pages: new ItemPages((window, signal) =>
      engine.call('items.page', { filter, order, ...window }, { signal }),
    ),
  };
}

/**
 * The list for a filter. While another filter's first page is on its way the earlier list stays; only the latest one asked for can
 * take its place.
 */
export function useItemPages(filter: ItemFilter, order: ItemOrder): ShownPages {
  const key = JSON.stringify([filter, order]);
  const [current, setCurrent] = useState<Opened>(() => {
    const { key: known, pages } = evidenceMemory;
    return known === key && pages !== undefined ? { key, pages } : open(key, filter, order);
  });

  useEffect(() => {
    if (current.key === key) return undefined;
    const [wantedFilter, wantedOrder] = JSON.parse(key) as [ItemFilter, ItemOrder];
    const next = open(key, wantedFilter, wantedOrder);
    let taken = false;
    const end = next.pages.subscribe(() => {
      if (taken || (next.pages.total === undefined && next.pages.error === undefined)) return;
      taken = true;
      setCurrent(next);
    });
    next.pages.want(0, firstRows);
    return () => {
      end();
      if (!taken) next.pages.close();
    };
  }, [key, current.key]);

  const { pages } = current;
  useEffect(() => {
    evidenceMemory.key = current.key;
    evidenceMemory.pages = pages;
    pages.want(0, firstRows);
    // Things come in crowds while something is being copied; the list is asked again at most once a second.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = engine.onEvent((event) => {
      if (event.type !== 'changed' || !event.what.some((what) => what === 'items' || what === 'sources'))
        return;
      timer ??= setTimeout(() => {
        timer = undefined;
        pages.refresh();
      }, 1000);
    });
    return () => {
      end();
      clearTimeout(timer);
      pages.close();
    };
  }, [current.key, pages]);

  useSyncExternalStore(pages.subscribe, () => pages.revision);
  return { ...current, waiting: current.key !== key };
}
