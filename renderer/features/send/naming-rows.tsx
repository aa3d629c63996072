import { UserRoundSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { choiceOf, type Choosing } from './export-choice.ts';
import { words } from './words.ts';

const atOnce = 50;

/** What may still say who the learner is, though their name is closed; each can be left out. */
export function NamingRows({
  choosing,
  onChange,
}: {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}): ReactNode {
  const say = useWords(words).naming;
  const [most, setMost] = useState(atOnce);
  const asked = useEngine('bundle.preview', { ...choiceOf(choosing) }, { keep: true });
  if (asked.state === 'loading') return <Loading label={say.looking} />;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const { naming } = asked.value;
  if (naming.length === 0) return <Notice tone="info" title={say.none} text={say.noneText} />;
  return (
    <Card flush title={say.title}>
      <p className="send-soft send-inset">{say.text}</p>
      <Rows label={say.title}>
        {naming.slice(0, most).map(({ item, what, where }, place) => (
          <Row
            key={`${item ?? ''} ${place}`}
            icon={UserRoundSearch}
            title={<bdi>{what}</bdi>}
            text={say.where[where]}
            aside={
              item !== undefined && (
                <Button
                  variant="plain"
                  label={fill(say.leaveOutLabel, { name: what })}
                  onPress={() =>
                    onChange({ ...choosing, exclude: [...choosing.exclude, { id: item, name: what }] })
                  }
                >
                  {say.leaveOut}
                </Button>
              )
            }
          />
        ))}
      </Rows>
      {naming.length > most && (
        <div className="send-inset send-more">
          <Button variant="plain" onPress={() => setMost(most + atOnce)}>
            {fill(say.more, { count: naming.length - most })}
          </Button>
        </div>
      )}
    </Card>
  );
}
