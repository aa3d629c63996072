import { FilePlus2, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import { asCallError } from '../../app/call-error.ts';
import { useEngine } from '../../app/engine.ts';
import { navigate, parseRoute, useRoute } from '../../app/router.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ErasedList } from '../erase/erased-list.tsx';
import { EvidenceFilters, OrderChoice } from './evidence-filters.tsx';
import { evidenceMemory } from './evidence-memory.ts';
import {
  countFilters,
  itemFilterOf,
  noFilters,
  orderOf,
  parseFilters,
  routeOf,
  type Filters,
} from './filters.ts';
import { ItemList } from './item-list.tsx';
import type { ItemPages } from './item-pages.ts';
import { useItemPages, type ShownPages } from './use-item-pages.ts';
import { canAskAgain, useRetry } from './use-retry.ts';
import { words } from './words.ts';
import './evidence.css';

/** Milliseconds after the last letter until words are sought. */
const typingPause = 150;

/** All that is kept: a list, or a timeline, narrowed and searched. */
export function EvidenceScreen(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  const filters = useMemo(() => parseFilters(query), [query]);
  const { typed, setTyped } = useTyping(filters);
  const facets = useEngine('items.facets', {});
  const sources = useEngine('sources.list', {});
  const shown = useItemPages(itemFilterOf(filters), orderOf(filters));
  const { busy, retry } = useRetry();
  useEffect(() => {
    evidenceMemory.route = routeOf(filters);
  }, [filters]);

  const change = (part: Partial<Filters>): void => {
    navigate(routeOf({ ...filters, text: typed, ...part }), { replace: true });
  };
  const known = sources.state === 'ready' ? sources.value.sources : undefined;
  const sourceNames = useMemo(() => new Map(known?.map(({ id, name }) => [id, name])), [known]);
  const askable = useMemo(() => new Set(known?.filter(canAskAgain).map(({ id }) => id)), [known]);
  const facetsNow = facets.state === 'ready' ? facets.value : undefined;
  const empty = facetsNow?.total === 0;
  const narrowed = isNarrowed(filters);
  const { total } = shown.pages;
  useAnnouncement(shown, filters);

  return (
    <Page title={say.title} lead={empty ? say.leadEmpty : say.lead}>
      {empty ? (
        <Empty
          icon={FilePlus2}
          title={say.emptyTitle}
          text={say.emptyText}
          action={
            <Button variant="primary" onPress={() => navigate('/sources/add')}>
              {say.emptyAction}
            </Button>
          }
        />
      ) : (
        <>
          <EvidenceFilters
            filters={filters}
            facets={facetsNow}
            typed={typed}
            onType={setTyped}
            onChange={change}
          />
          {facetsNow !== undefined && facetsNow.failed > 0 && !narrowed && (
            <Notice
              tone="attention"
              title={plural(facetsNow.failed, say.failedOne, say.failedMany)}
              text={facetsNow.failed === 1 ? say.failedTextOne : say.failedText}
              action={<Button onPress={() => navigate('/evidence?state=failed')}>{say.showFailed}</Button>}
            />
          )}
          <Trouble pages={shown.pages} />
          {total === undefined ? (
            shown.pages.error === undefined && <Loading label={say.loading} />
          ) : (
            <div className="evidence-result" data-waiting={shown.waiting || undefined}>
              <div className="evidence-head">
                <p className="evidence-count">{countText(say, filters, total)}</p>
                {total > 1 && <OrderChoice filters={filters} onChange={change} />}
              </div>
              {total === 0 ? (
                <NoResult filters={filters} />
              ) : (
                <ItemList
                  key={shown.key}
                  pages={shown.pages}
                  listKey={shown.key}
                  total={total}
                  timeline={filters.view === 'time'}
                  sourceNames={sourceNames}
                  askable={askable}
                  retrying={busy}
                  onRetry={retry}
                />
              )}
            </div>
          )}
        </>
      )}
      <ErasedList />
    </Page>
  );
}

function Trouble({ pages }: { readonly pages: ItemPages }): ReactNode {
  const say = useWords(words);
  if (pages.error === undefined) return null;
  return (
    <ErrorNote
      error={asCallError(pages.error)}
      onRetry={() => pages.refresh()}
      {...(pages.total === undefined ? {} : { title: say.partial })}
    />
  );
}

function NoResult({ filters }: { readonly filters: Filters }): ReactNode {
  const say = useWords(words);
  return (
    <Empty
      icon={SearchX}
      title={say.noResultTitle}
      text={filters.text.trim() === '' ? say.noFilterText : say.noResultText}
      action={
        <Button onPress={() => navigate(routeOf({ ...noFilters, view: filters.view }), { replace: true })}>
          {say.clear}
        </Button>
      }
    />
  );
}

function isNarrowed(filters: Filters): boolean {
  return countFilters(filters) > 0 || filters.text.trim() !== '';
}

function countText(say: typeof words.en, filters: Filters, total: number): string {
  if (!isNarrowed(filters)) return plural(total, say.countOne, say.countMany);
  return total === 0 ? say.foundNone : plural(total, say.foundOne, say.foundMany);
}

/** What is typed, which becomes the address's words once the fingers rest. Words that come from elsewhere replace it. */
function useTyping(filters: Filters): { readonly typed: string; readonly setTyped: (text: string) => void } {
  const [typed, setTyped] = useState(filters.text);
  const [sent, setSent] = useState(filters.text);
  if (filters.text !== sent) {
    setSent(filters.text);
    setTyped(filters.text);
  }
  useEffect(() => {
    if (typed === sent) return undefined;
    const timer = setTimeout(() => {
      // Somebody who opened an item while the fingers rested is not taken back.
      if (parseRoute(location.hash).path !== '/evidence') return;
      setSent(typed);
      navigate(routeOf({ ...filters, text: typed }), { replace: true });
    }, typingPause);
    return () => clearTimeout(timer);
  }, [typed, sent, filters]);
  return { typed, setTyped };
}

/** Says how many there are once another list is shown; the first list needs no word. */
function useAnnouncement(shown: ShownPages, filters: Filters): void {
  const say = useWords(words);
  const said = useRef<string>(undefined);
  const { total } = shown.pages;
  useEffect(() => {
    if (shown.waiting || total === undefined) return;
    const before = said.current;
    said.current = shown.key;
    if (before !== undefined && before !== shown.key) announce(countText(say, filters, total));
  }, [shown.waiting, shown.key, total, say, filters]);
}
