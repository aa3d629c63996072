import { FileQuestion } from 'lucide-react';
import { useLayoutEffect, useMemo, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { navigate, useRoute } from '../../app/router.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ErasedItem } from '../erase/erased-item.tsx';
import { words as eraseWords } from '../erase/erase-words.ts';
import { evidenceMemory } from '../evidence/evidence-memory.ts';
import { ItemPage } from './item-page.tsx';
import { words } from './words.ts';
import './item.css';

/** One item: what it is, all its versions and attempts, where it came from, and what the learner says of it. */
export function ItemScreen(): ReactNode {
  const { segments } = useRoute();
  return <KnownItem id={segments[1] ?? ''} />;
}

function KnownItem({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words);
  // The list that it was chosen from may have been scrolled far down.
  useLayoutEffect(() => window.scrollTo(0, 0), [id]);
  const shown = useEngine('items.show', { item: id });
  const { erased: sayErased } = useWords(eraseWords);
  const erasures = useEngine('erase.list', {}, { keep: true });
  const sources = useEngine('sources.list', {});
  const source = useMemo(
    () =>
      shown.state === 'ready' && sources.state === 'ready'
        ? sources.value.sources.find((one) => one.id === shown.value.source)
        : undefined,
    [shown, sources],
  );
  const back = { to: evidenceMemory.route, label: say.back };
  if (shown.state === 'ready')
    return (
      <ItemPage
        item={shown.value}
        source={source}
        sourcesKnown={sources.state !== 'loading'}
        back={back}
        onChanged={shown.reload}
      />
    );
  if (shown.state === 'loading')
    return (
      <Page title={say.loading} back={back}>
        <Loading label={say.loading} />
      </Page>
    );
  const erasure =
    erasures.state === 'ready' ? erasures.value.erased.find(({ items }) => items.includes(id)) : undefined;
  if (shown.error.code === 'input.not-found' && erasure !== undefined)
    return (
      <Page title={sayErased.title} back={back}>
        <ErasedItem id={id} erasure={erasure} />
      </Page>
    );
  return (
    <Page title={say.notFound} back={back}>
      {shown.error.code === 'input.not-found' ? (
        <Empty
          icon={FileQuestion}
          title={say.notFound}
          text={say.notFoundText}
          action={<Button onPress={() => navigate('/evidence')}>{say.toEvidence}</Button>}
        />
      ) : (
        <ErrorNote error={shown.error} onRetry={shown.reload} />
      )}
    </Page>
  );
}
