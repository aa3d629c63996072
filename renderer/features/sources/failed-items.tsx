import { FileX } from 'lucide-react';
import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import { useEngine } from '../../app/engine.ts';
import { startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useSourceRun } from './source-run.ts';
import { isAsked, type Source } from './source-state.ts';
import { words } from './words.ts';

const atOnce = 20;

/** What was seen at a source and could not be copied, each with its reason, and a retry. */
export function FailedItems({ source }: { readonly source: Source }): ReactNode {
  return source.failed === 0 ? null : <FailedList source={source} />;
}

function FailedList({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const listed = useEngine(
    'items.page',
    { filter: { source: source.id, state: 'failed' }, order: 'name', offset: 0, limit: atOnce },
    { keep: true },
  );
  const { running } = useSourceRun(source);
  const { busy, error, run } = useAction();
  const page = listed.state === 'ready' ? listed.value : undefined;
  return (
    <Card
      flush
      title={say.one.failedTitle}
      aside={
        isAsked(source) && (
          <Button
            isDisabled={running !== undefined}
            busy={busy}
            onPress={() => run(() => startTask('sources.sync', { source: source.id }))}
          >
            {say.action.retry}
          </Button>
        )
      }
    >
      <p className="sources-text sources-inset">{say.one.failedText}</p>
      {error !== undefined && <ErrorNote error={error} />}
      {listed.state === 'error' && <ErrorNote error={listed.error} onRetry={listed.reload} />}
      {page !== undefined && (
        <Rows label={say.one.failedTitle}>
          {page.items.map(({ id, name, failed }) => (
            <Row
              key={id}
              icon={FileX}
              title={<bdi>{name}</bdi>}
              to={`/item/${id}`}
              text={failed === undefined ? undefined : sentenceOf(failed.code)}
            />
          ))}
        </Rows>
      )}
      {page !== undefined && page.total > page.items.length && (
        <p className="sources-inset">
          {fill(say.one.failedMore, { count: page.total - page.items.length })}.{' '}
          <Link to={`/evidence?source=${source.id}&state=failed`}>{say.one.allFailed}</Link>
        </p>
      )}
    </Card>
  );
}
