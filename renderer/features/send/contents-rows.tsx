import { FileText } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import type { ExportChoice } from './export-choice.ts';
import { ItemAbout } from './item-words.tsx';
import { words } from './words.ts';

const first = 8;
const most = 200;

/** Every item that the reader will see, in the order in which they will see it. */
export function ContentsRows({ choice }: { readonly choice: ExportChoice }): ReactNode {
  const say = useWords(words);
  const [limit, setLimit] = useState(first);
  const asked = useEngine('bundle.contents', { choice, offset: 0, limit }, { keep: true });
  if (asked.state === 'loading') return undefined;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const { items, total } = asked.value;
  return (
    <Card flush title={say.seen.items}>
      <Rows label={say.seen.items}>
        {items.map((item) => (
          <Row
            key={item.id}
            icon={FileText}
            title={<bdi>{item.name}</bdi>}
            to={`/item/${item.id}`}
            text={<ItemAbout item={item} />}
          />
        ))}
      </Rows>
      {total > items.length && (
        <div className="send-inset send-more">
          {limit < most ? (
            <Button variant="plain" onPress={() => setLimit(most)}>
              {fill(say.seen.all, { count: total - items.length })}
            </Button>
          ) : (
            <p className="send-soft">{fill(say.missingMore, { count: total - items.length })}</p>
          )}
        </div>
      )}
    </Card>
  );
}
