import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';

import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { evidenceMemory, listBeginning, type PlaceInList } from './evidence-memory.ts';
import { ItemRow } from './item-row.tsx';
import type { ItemPages } from './item-pages.ts';
import { placeAfterKey } from './list-keys.ts';
import { groupOf } from './time-groups.ts';
import { useMediaQuery } from './use-media-query.ts';
import { words } from './words.ts';

export interface ItemListProps {
  readonly pages: ItemPages;
  /** Names the list; it is its React key too, since another list begins at its top. */
  readonly listKey: string;
  readonly total: number;
  readonly timeline: boolean;
  readonly sourceNames: ReadonlyMap<string, string>;
  /** Sources that can be asked again. */
  readonly askable: ReadonlySet<string>;
  readonly retrying: ReadonlySet<string>;
  readonly onRetry: (source: string) => void;
}

/** Heights of a row in rem, as evidence.css draws them. */
const rowHeights = { wide: 4.5, narrow: 7 };
const narrowWindow = '(max-width: 43.74rem)';

/** A list of any length of which only what is near the window is drawn. */
export function ItemList(props: ItemListProps): ReactNode {
  const { pages, listKey, total, timeline, sourceNames, askable, retrying, onRetry } = props;
  const say = useWords(words);
  const language = useLanguage();
  const list = useRef<HTMLUListElement>(null);
  const narrow = useMediaQuery(narrowWindow);
  const height = useRowHeight(narrow ? rowHeights.narrow : rowHeights.wide);
  const [left] = useState(() =>
    evidenceMemory.left.key === listKey ? evidenceMemory.left.place : listBeginning,
  );
  const margin = useTop(list, left);
  const now = useNow();
  const [active, setActive] = useState(() => Math.min(left.active, Math.max(0, total - 1)));
  const focusNext = useRef(false);

  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      // The row with the focus stays, however far it scrolls away: else the focus would be lost with it.
      if (shown.includes(active) || active >= range.count) return shown;
      return [...shown, active].sort((one, other) => one - other);
    },
    [active],
  );
  const virtualizer = useWindowVirtualizer({
    count: total,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: margin,
    rangeExtractor,
    initialOffset: left.scroll,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  const noteOnClick = usePlaceMemory({ listKey, list, active, margin, virtualizer });

  const rows = virtualizer.getVirtualItems();
  const range = virtualizer.range;
  const first = range?.startIndex ?? 0;
  const last = range?.endIndex ?? 0;
  useEffect(() => pages.want(first, last), [pages, first, last]);

  useEffect(() => {
    if (!focusNext.current) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${String(active)}"] .evidence-link`);
    if (link === null || link === undefined) return;
    focusNext.current = false;
    link.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const seen = Math.floor(window.innerHeight / height);
    const next = placeAfterKey(event.key, active, { total, seen });
    if (next === undefined) return;
    event.preventDefault();
    focusNext.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };

  const groupAt = (index: number): string | undefined => {
    const item = pages.at(index);
    return item === undefined ? undefined : groupOf(item.capturedAt, say, now, language);
  };
  const heading = (index: number): string | undefined => {
    const own = groupAt(index);
    return index > 0 && own === groupAt(index - 1) ? undefined : own;
  };

  return (
    <div className={timeline ? 'evidence-list evidence-timeline' : 'evidence-list'}>
      {timeline && (
        <div className="evidence-now" aria-hidden="true">
          <span>{groupAt(first)}</span>
        </div>
      )}
      <ul
        ref={list}
        className="evidence-rows"
        role="list"
        aria-label={say.list}
        style={{ height: `${String(virtualizer.getTotalSize())}px` }}
        onKeyDown={onKeyDown}
        // What was scrolled a moment ago may not have been told yet.
        onClickCapture={noteOnClick}
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>('[data-index]');
          if (row !== null) setActive(Number(row.dataset.index));
        }}
      >
        {rows.map(({ index, start }) => {
          const item = pages.at(index);
          return (
            <ItemRow
              key={index}
              item={item}
              index={index}
              total={total}
              start={start - margin}
              height={height}
              active={index === active}
              timeline={timeline}
              heading={timeline && index > first ? heading(index) : undefined}
              sourceName={item === undefined ? undefined : sourceNames.get(item.source)}
              now={now}
              retrying={item !== undefined && retrying.has(item.source)}
              onRetry={item !== undefined && askable.has(item.source) ? onRetry : undefined}
            />
          );
        })}
      </ul>
    </div>
  );
}

/** A height in rem as pixels; it follows the learner's text size. */
function useRowHeight(rem: number): number {
  const [size, setSize] = useState(rootSize);
  useEffect(() => {
    const watch = new MutationObserver(() => setSize(rootSize()));
    watch.observe(document.documentElement, { attributes: true });
    return () => watch.disconnect();
  }, []);
  return Math.round(rem * size);
}

function rootSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Pixels from the document's top to an element's, kept right as what is above it grows and shrinks. */
function useTop(element: RefObject<HTMLElement | null>, left: PlaceInList): number {
  const [top, setTop] = useState(0);
  const known = useRef(left.scroll === 0 ? undefined : left.top);
  useLayoutEffect(() => {
    const look = (): void => {
      if (element.current === null) return;
      const next = topOf(element);
      // What came or went above moves the list, and must not move what somebody is reading in it.
      if (known.current !== undefined && next !== known.current && window.scrollY > known.current)
        window.scrollBy(0, next - known.current);
      known.current = next;
      setTop(next);
    };
    // The list is brought to where it was left only after this; the observer's first call comes after that.
    if (element.current !== null) setTop(topOf(element));
    const watch = new ResizeObserver(look);
    const page = element.current?.closest('.page');
    if (page) watch.observe(page);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [element]);
  return top;
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Remembers where the list is left, without asking the browser anything while it is scrolled. @returns to be told of clicks */
function usePlaceMemory(now: {
  readonly listKey: string;
  readonly list: RefObject<HTMLElement | null>;
  readonly active: number;
  readonly margin: number;
  readonly virtualizer: { readonly scrollOffset: number | null };
}): (event: MouseEvent) => void {
  const { listKey, list, active, margin, virtualizer } = now;
  const latest = useRef({ active, top: margin });
  const opened = useRef<PlaceInList>(undefined);
  useLayoutEffect(() => {
    latest.current = { active, top: margin };
  }, [active, margin]);
  useLayoutEffect(
    () => () => {
      const { scrollOffset } = virtualizer;
      if (scrollOffset === null) return;
      evidenceMemory.left = {
        key: listKey,
        place: opened.current ?? { ...latest.current, scroll: scrollOffset },
      };
    },
    [listKey, virtualizer],
  );
  return useCallback(
    (event: MouseEvent) => {
      // What was scrolled a moment ago may not have been told yet when an item is opened.
      if (event.target instanceof Element && event.target.closest('a') !== null)
        opened.current = { active: latest.current.active, scroll: window.scrollY, top: topOf(list) };
    },
    [list],
  );
}

/** Pixels from the document's top. */
function topOf(element: RefObject<HTMLElement | null>): number {
  return Math.round((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
}
