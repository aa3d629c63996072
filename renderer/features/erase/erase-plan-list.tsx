import { useId, type ReactNode } from 'react';

import type { ErasePlan, GoesAlong } from '../../../src/contract/methods/erase-methods.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { words } from './erase-words.ts';

const shown = 12;

/** What would go, what can go along, and what stays all the same. */
export function ErasePlanList({
  plan,
  along,
  onAlong,
}: {
  readonly plan: ErasePlan;
  readonly along: readonly GoesAlong[];
  readonly onAlong: (along: readonly GoesAlong[]) => void;
}): ReactNode {
  const say = useWords(words);
  const staysLabel = useId();
  const { items, statements, bundles, copies, contents } = plan;
  const shared = contents.filter(({ type, goes }) => type === 'kept' && !goes);
  const choices = choicesOf(plan);
  return (
    <>
      <div className="erase-part">
        <p className="erase-label">{say.goes}</p>
        <ul className="erase-list">
          {items.slice(0, shown).map(({ id, name, versions, bytes }) => (
            <li key={id}>
              <bdi>{name}</bdi>{' '}
              <span className="erase-soft">
                {plural(versions, say.versions.one, say.versions.many)}
                {bytes > 0 && `, ${saySize(bytes)}`}
              </span>
            </li>
          ))}
          {items.length > shown && <li>{fill(say.more, { count: items.length - shown })}</li>}
        </ul>
        {statements > 0 && <p>{plural(statements, say.statements.one, say.statements.many)}</p>}
      </div>
      {choices.length > 0 && (
        <div className="erase-part" role="group" aria-labelledby={staysLabel}>
          <p className="erase-label" id={staysLabel}>
            {say.stays}
          </p>
          {choices.map(({ word, count }) => (
            <Checkbox
              key={word}
              value={along.includes(word)}
              onChange={(on) => onAlong(on ? [...along, word] : along.filter((each) => each !== word))}
            >
              {fill(say.along[word], { count })}
            </Checkbox>
          ))}
        </div>
      )}
      {shared.map(({ sha256, sharedWith }) => (
        <p key={sha256}>{fill(say.shared, { names: namesOf(sharedWith) })}</p>
      ))}
      {bundles.length > 0 && <p>{plural(bundles.length, say.bundles.one, say.bundles.many)}</p>}
      {copies.length > 0 && (
        <div className="erase-part">
          <p className="erase-label">{say.copies}</p>
          <ul className="erase-list">
            {copies.map(({ id, name, reachable }) => (
              <li key={id}>{fill(reachable ? say.reached : say.away, { name })}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="erase-soft">{say.history}</p>
    </>
  );
}

/** What belongs to it, by what it is. Answers of portals are told only where others need them too. */
function choicesOf({ items, stays, contents }: ErasePlan): {
  readonly word: GoesAlong;
  readonly count: number;
}[] {
  const counts = new Map<GoesAlong, number>();
  for (const { word } of [...items, ...stays])
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  const raw = contents.filter(({ type, sharedWith }) => type === 'raw' && sharedWith.length > 0).length;
  if (raw > 0) counts.set('raw', raw);
  return [...counts].map(([word, count]) => ({ word, count }));
}

function namesOf(items: readonly { readonly name: string }[]): string {
  return items.map(({ name }) => name).join(', ');
}
