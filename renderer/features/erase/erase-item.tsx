import { Eraser } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Menu } from '../../ui/menu.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { words } from './erase-words.ts';

/** The quiet way to erase an item, in a menu of its page. */
export function EraseItem({
  item,
}: {
  readonly item: { readonly id: string; readonly name: string };
}): ReactNode {
  const say = useWords(words);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        label={fill(say.menu, { name: item.name })}
        items={[{ id: 'erase', label: say.open, icon: Eraser, danger: true, onPress: () => setAsking(true) }]}
      />
      {asking && <EraseDialog item={item} onClose={() => setAsking(false)} />}
    </>
  );
}
