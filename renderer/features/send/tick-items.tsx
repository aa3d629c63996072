import type { ReactNode } from 'react';

import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { NamedItem } from './export-choice.ts';
import { words } from './words.ts';

interface TickItemsProps<Item extends NamedItem> {
  /** The first of what was found, and how many there are in all. */
  readonly page: { readonly items: readonly Item[]; readonly total: number };
  readonly isTicked: (item: Item) => boolean;
  readonly onTick: (item: Item, isTicked: boolean) => void;
  readonly children: (item: Item) => ReactNode;
}

/** What was found, each with a tick box, and how many there are. */
export function TickItems<Item extends NamedItem>({
  page: { items, total },
  isTicked,
  onTick,
  children,
}: TickItemsProps<Item>): ReactNode {
  const say = useWords(words);
  return (
    <>
      <p className="send-soft" role="status">
        {total === 0 ? say.noneFound : plural(total, say.found.one, say.found.many)}
        {total > items.length && ` ${say.narrow}`}
      </p>
      {items.length > 0 && (
        <ul className="send-choices">
          {items.map((item) => (
            <li key={item.id}>
              <Checkbox value={isTicked(item)} onChange={(ticked) => onTick(item, ticked)}>
                {children(item)}
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
