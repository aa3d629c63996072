import type { ReactNode } from 'react';

import { DateText } from '../../ui/date-text.tsx';
import { withoutTricks } from './preview/decode-text.ts';

/** What a record says, name by name: texts first, then times. What it does not say is left out. */
export function SaidFacts({
  texts,
  times,
  children,
}: {
  readonly texts: readonly (readonly [name: string, text: string | undefined])[];
  readonly times: readonly (readonly [name: string, at: string | undefined])[];
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <dl className="facts">
      {texts.map(([name, text]) =>
        text === undefined ? null : (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd dir="auto">{withoutTricks(text)}</dd>
          </div>
        ),
      )}
      {times.map(([name, at]) =>
        at === undefined ? null : (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>
              <DateText at={at} />
            </dd>
          </div>
        ),
      )}
      {children}
    </dl>
  );
}
