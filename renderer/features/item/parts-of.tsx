import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { sayKind } from '../evidence/kind-words.ts';
import { words as listWords } from '../evidence/words.ts';
import { shortName, type Part } from './attempts.ts';
import { iconOf } from './kind-icons.ts';
import { words } from './words.ts';

/** All that belongs to an item, as rows that lead there. */
export function PartsOf({ item }: { readonly item: ShownItem }): ReactNode {
  return item.parts.length === 0 ? null : <PartRows parts={item.parts} within={item.name} />;
}

export function PartRows({
  parts,
  within,
  label,
}: {
  readonly parts: readonly Part[];
  readonly within?: string | undefined;
  readonly label?: string;
}): ReactNode {
  const say = useWords(words);
  const sayList = useWords(listWords);
  return (
    <Rows {...(label === undefined ? {} : { label })}>
      {parts.map((part) => (
        <Row
          key={part.id}
          icon={iconOf(part)}
          to={`/item/${part.id}`}
          title={<span dir="auto">{shortName(part, within)}</span>}
          text={
            part.failed === undefined ? (
              <>
                {sayKind(sayList, part)}
                {part.size !== undefined && (
                  <>
                    {' · '}
                    <Bytes size={part.size} />
                  </>
                )}
                {part.versions > 1 && ` · ${fill(sayList.versions, { count: part.versions })}`}
              </>
            ) : (
              <span className="item-attention">
                {say.partFailed}. {part.failed.message}
              </span>
            )
          }
        />
      ))}
    </Rows>
  );
}
