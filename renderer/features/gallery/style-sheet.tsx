import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { words } from './words.ts';

const colours = [
  'paper',
  'rail',
  'card',
  'well',
  'ink',
  'soft-ink',
  'line',
  'edge',
  'accent',
  'accent-ground',
  'safe',
  'safe-ground',
  'attention',
  'attention-ground',
  'risk',
  'risk-ground',
] as const;

/** Colours and type. */
export function StyleSheetPart(): ReactNode {
  const say = useWords(words);
  return (
    <div className="gallery-pair">
      <Card title={say.colours}>
        <ul className="gallery-colours" role="list">
          {colours.map((name) => (
            <li key={name}>
              <span className={`gallery-colour gallery-${name}`} />
              <span className="gallery-colour-name">{name}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={say.typeTitle}>
        <p className="page-title">{say.title1}</p>
        <p className="section-title">{say.title2}</p>
        <p>{say.body}</p>
        <p className="row-text">{say.small}</p>
        <p>
          <code>{say.exact}</code>
        </p>
      </Card>
    </div>
  );
}
