import { CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { DateText } from '../../ui/date-text.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { words } from './words.ts';

type Missing = EngineOutput<'bundle.preview'>['missing'];
const atOnce = 50;

/** What a bundle lacks, each with its reason and since when that is known. */
export function MissingRows({ missing }: { readonly missing: Missing }): ReactNode {
  const say = useWords(words);
  const [before = '', after = ''] = say.noticed.split('{date}');
  return (
    <>
      <Rows label={say.missingTitle}>
        {missing.slice(0, atOnce).map(({ what, reason, noticedAt, item }, place) => (
          <Row
            key={`${item ?? ''} ${place}`}
            icon={CircleDashed}
            title={<bdi>{what}</bdi>}
            to={item === undefined ? undefined : `/item/${item}`}
            text={reason}
            aside={
              <span className="send-soft">
                {before}
                <DateText at={noticedAt} />
                {after}
              </span>
            }
          />
        ))}
      </Rows>
      {missing.length > atOnce && (
        <p className="send-soft send-inset send-more">
          {fill(say.missingMore, { count: missing.length - atOnce })}
        </p>
      )}
    </>
  );
}
