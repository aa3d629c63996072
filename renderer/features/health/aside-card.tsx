import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { words } from './mend-words.ts';

type Aside = EngineOutput<'repair.state'>['aside'];

/** Hurt pieces that a repair kept aside. */
export function AsideCard({ aside }: { readonly aside: Aside }): ReactNode {
  const say = useWords(words).aside;
  const bytes = aside.reduce((sum, { size }) => sum + size, 0);
  const text = fill(aside.length === 1 ? say.text.one : say.text.many, {
    count: aside.length,
    size: saySize(bytes),
  });
  return (
    <Card title={say.title}>
      <p className="health-soft">{text}</p>
      <Details summary={say.show}>
        <Rows label={say.title}>
          {aside.map(({ name, at, file, size, items }) => (
            <Row
              key={name}
              icon={Archive}
              title={
                items.length === 0
                  ? say.history
                  : fill(say.of, { names: items.map((item) => item.name).join(', ') })
              }
              text={
                <>
                  <p>
                    <DateText at={at} /> · {saySize(size)}
                  </p>
                  <p className="health-file">{file}</p>
                </>
              }
            />
          ))}
        </Rows>
      </Details>
    </Card>
  );
}
