import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { MappingForm } from './mapping-form.tsx';
import { placeParts } from './place-in-item.ts';
import type { Jump } from './preview/jump.ts';
import { numberIn } from './record-parts.ts';
import { TakeBack } from './take-back.tsx';
import { words } from './words.ts';

type Mapping = ShownItem['mappings'][number];

/** Which units and criteria an item is evidence for, each with the page or moment that shows it. */
export function MappingsOf({
  item,
  onChanged,
  onSeek,
}: {
  readonly item: ShownItem;
  readonly onChanged: () => void;
  readonly onSeek: (jump: Jump) => void;
}): ReactNode {
  const say = useWords(words);
  const [linking, setLinking] = useState(false);
  return (
    <Card title={say.units}>
      {item.mappings.length === 0 && !linking && <p className="item-small">{say.noLinks}</p>}
      {item.mappings.length > 0 && (
        <ul className="notes">
          {item.mappings.map((mapping) => (
            <li key={mapping.id} className="note">
              <div className="note-body">
                <p>{nameOf(say, mapping)}</p>
                <Place mapping={mapping} canSeek={item.latest?.content !== undefined} onSeek={onSeek} />
              </div>
              <TakeBack id={mapping.id} title={say.takeBackLink} onDone={onChanged} />
            </li>
          ))}
        </ul>
      )}
      {linking ? (
        <MappingForm
          item={item}
          onClose={(kept) => {
            setLinking(false);
            if (kept) onChanged();
          }}
        />
      ) : (
        <div>
          <Button icon={Plus} onPress={() => setLinking(true)}>
            {say.addLink}
          </Button>
        </div>
      )}
    </Card>
  );
}

function nameOf(say: typeof words.en, { unit, criterion }: Mapping): string {
  return criterion === undefined ? fill(say.link, { unit }) : fill(say.linkCriterion, { unit, criterion });
}

function Place({
  mapping,
  canSeek,
  onSeek,
}: {
  readonly mapping: Mapping;
  readonly canSeek: boolean;
  readonly onSeek: (jump: Jump) => void;
}): ReactNode {
  const say = useWords(words);
  const place = placeParts(mapping.at);
  if (place === undefined) return null;
  const { kind, from, to } = place;
  if (kind === 'note') return <p className="item-small">{from}</p>;
  const said =
    kind === 'page'
      ? to === undefined
        ? fill(say.linkPage, { from })
        : fill(say.linkPages, { from, to })
      : to === undefined
        ? fill(say.linkTime, { from })
        : fill(say.linkTimes, { from, to });
  const value = numberIn(mapping.at, kind === 'page' ? 'page' : 'seconds');
  return canSeek && value !== undefined ? (
    <Button
      variant="plain"
      label={`${said}. ${say.seek}`}
      onPress={() => onSeek({ kind, value, at: Date.now() })}
    >
      {said}
    </Button>
  ) : (
    <p className="item-small">{said}</p>
  );
}
