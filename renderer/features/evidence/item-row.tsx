import { CircleAlert, CloudOff, Layers2, RotateCw } from 'lucide-react';
import { memo, type ReactNode } from 'react';

import type { ListedItem } from '../../../src/contract/methods/item-methods.ts';
import { hashOf } from '../../ui/hash-of.ts';
import { sayDate, sayExactly } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { stroke } from '../../ui/icon.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { ItemIcon } from '../item/item-icon.tsx';
import { sayKind } from './kind-words.ts';
import { words } from './words.ts';

export interface ItemRowProps {
  readonly item: ListedItem | undefined;
  readonly index: number;
  readonly total: number;
  /** Pixels from the list's top. */
  readonly start: number;
  readonly height: number;
  /** The one that the Tab key comes to. */
  readonly active: boolean;
  /** Said in the margin: the day or month that begins here. */
  readonly heading: string | undefined;
  readonly timeline: boolean;
  readonly sourceName: string | undefined;
  readonly now: Date;
  readonly retrying: boolean;
  readonly onRetry: ((source: string) => void) | undefined;
}

/** One item of the list. Rows have one height, so that a hundred thousand of them have a place without being measured. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps): ReactNode {
  const { item, index, total, start, height, timeline, heading } = props;
  const say = useWords(words);
  return (
    <li
      className="evidence-row"
      aria-setsize={total}
      aria-posinset={index + 1}
      data-index={index}
      style={{ transform: `translateY(${String(start)}px)`, height: `${String(height)}px` }}
    >
      {timeline && <div className="evidence-margin">{heading}</div>}
      {item === undefined ? (
        <div className="evidence-waiting">
          <VisuallyHidden>{say.placeholder}</VisuallyHidden>
        </div>
      ) : (
        <ItemLine {...props} item={item} />
      )}
    </li>
  );
});

function ItemLine({
  item,
  active,
  sourceName,
  now,
  retrying,
  onRetry,
}: ItemRowProps & { readonly item: ListedItem }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const at = item.capturedAt ?? item.failed?.at;
  const never = item.failed !== undefined && item.versions === 0;
  const facts = [
    sayKind(say, item),
    item.attempt === undefined ? undefined : fill(say.attempt, { number: item.attempt }),
    sourceName,
  ].filter((fact) => fact !== undefined);
  return (
    <div className="evidence-line">
      <ItemIcon item={item} className="evidence-icon" />
      <div className="evidence-body">
        <a className="evidence-link" href={hashOf(`/item/${item.id}`)} tabIndex={active ? 0 : -1} dir="auto">
          {item.name}
        </a>
        <div className="evidence-facts">{facts.join(' · ')}</div>
        {item.failed !== undefined && (
          <div className="evidence-reason" title={item.failed.message}>
            <CircleAlert strokeWidth={stroke} aria-hidden="true" />
            <span>
              {never ? say.failedBadge : say.failedOld}. {item.failed.message}
            </span>
          </div>
        )}
      </div>
      <div className="evidence-end">
        {item.gone !== undefined && (
          <span className="badge badge-attention" title={say.goneHint}>
            <CloudOff strokeWidth={stroke} aria-hidden="true" />
            {say.goneBadge}
          </span>
        )}
        {item.versions > 1 && (
          <span className="badge">
            <Layers2 strokeWidth={stroke} aria-hidden="true" />
            {fill(say.versions, { count: item.versions })}
          </span>
        )}
        {item.failed !== undefined && onRetry !== undefined && (
          <Button
            variant="plain"
            icon={RotateCw}
            busy={retrying}
            label={fill(say.retryOf, { name: item.name })}
            onPress={() => onRetry(item.source)}
          >
            {say.retry}
          </Button>
        )}
        {(!never || item.size !== undefined) && (
          <span className="evidence-numbers">
            {at !== undefined && !never && (
              <time
                dateTime={at}
                onPointerEnter={({ currentTarget }) => (currentTarget.title = sayExactly(at, language))}
              >
                {sayDate(at, now, language)}
              </time>
            )}
            {item.size !== undefined && <span className="evidence-size">{saySize(item.size, language)}</span>}
          </span>
        )}
      </div>
    </div>
  );
}
