import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import type { ItemOrigin, ItemResult } from '../../src/verify/verification-report.ts';
import { findingWords } from './finding-words.ts';
import { kindWords } from './kind-words.ts';
import { sayDay } from './say-day.ts';
import { sortForReading, standingOf } from './standings.ts';
import { words } from './words.ts';

const atOnce = 50;
const more = 500;

export interface ItemTableProps {
  readonly items: readonly ItemResult[];
  /** Stands below an item's name. */
  readonly beside?: ((item: ItemResult) => ReactNode) | undefined;
}

/** What is in the bundle, with what stands behind each item; what does not hold comes first. */
export function ItemTable({ items, beside }: ItemTableProps): ReactElement | null {
  const say = useWords(words);
  if (items.length === 0) return null;
  const kept = items.filter(({ version }) => version !== undefined);
  const stated = items.filter(({ version }) => version === undefined);
  return (
    <>
      <ItemSection
        id="report-items"
        title={say.itemsTitle}
        help={helpFor(kept, say.standingHelp)}
        items={kept}
        beside={beside}
      />
      <ItemSection id="report-stated" title={say.statedTitle} items={stated} beside={beside} />
    </>
  );
}

/** What the standings that are there mean and leave open. */
function helpFor(
  items: readonly ItemResult[],
  help: Readonly<Record<'signed' | 'from' | 'kept', string>>,
): string {
  const order = ['signed', 'from', 'kept'] as const;
  return order
    .filter((one) => items.some(({ standing }) => standing === one))
    .map((one) => help[one])
    .join(' ');
}

interface SectionProps extends ItemTableProps {
  readonly id: string;
  readonly title: string;
  readonly help?: string;
}

function ItemSection({ id, title, help, items, beside }: SectionProps): ReactElement | null {
  const say = useWords(words);
  const [limit, setLimit] = useState(atOnce);
  useEffect(() => {
    // On paper nobody can ask for more.
    const showAll = (): void => flushSync(() => setLimit(Infinity));
    window.addEventListener('beforeprint', showAll);
    return () => window.removeEventListener('beforeprint', showAll);
  }, []);
  if (items.length === 0) return null;
  const rest = items.length - limit;
  return (
    <section className="report-card" aria-labelledby={id}>
      <header className="report-card-head">
        <h2 id={id}>{title}</h2>
        {help !== undefined && help !== '' && <p>{help}</p>}
      </header>
      <table className="report-items">
        <colgroup>
          <col className="report-col-name" />
          <col className="report-col-kind" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{say.name}</th>
            <th scope="col">{say.kind}</th>
            <th scope="col">{say.standing}</th>
          </tr>
        </thead>
        <tbody>
          {sortForReading(items)
            .slice(0, limit)
            .map((item) => (
              <ItemRow key={`${item.entry.log} ${item.entry.index}`} item={item} beside={beside} />
            ))}
        </tbody>
      </table>
      {rest > 0 && (
        <p className="report-more">
          <button
            type="button"
            onClick={() => {
              setLimit(limit + more);
            }}
          >
            {plural(Math.min(rest, more), say.showMore.one, say.showMore.many)}
          </button>
        </p>
      )}
    </section>
  );
}

interface RowProps extends Pick<ItemTableProps, 'beside'> {
  readonly item: ItemResult;
}

function ItemRow({ item, beside }: RowProps): ReactElement {
  const say = useWords(words);
  const sayFinding = useWords(findingWords);
  const sayKind: Readonly<Record<string, string>> = useWords(kindWords);
  const { name, kind, attempt, version, result, code, dated } = item;
  const kindWord = sayKind[kind] ?? fill(say.unknownKind, { kind });
  const parts = [
    ...(attempt === undefined ? [] : [fill(say.attempt, { number: attempt })]),
    ...(version === undefined || version === 1 ? [] : [fill(say.version, { number: version })]),
  ];
  const standing = standingOf(item);
  return (
    <tr data-standing={standing}>
      <th scope="row">
        <bdi>{name ?? kindWord}</bdi>
        {parts.length > 0 && <small>{parts.join(', ')}</small>}
        {beside?.(item)}
      </th>
      <td>{name === undefined ? null : kindWord}</td>
      <td>
        <span className={`report-standing report-standing-${standing}`}>{say.standings[standing]}</span>
        {result !== 'pass' && code !== undefined && <small>{sayFinding[code]}</small>}
        {item.origin?.map((origin) => (
          <OriginNote key={`${origin.proof} ${origin.code ?? ''} ${origin.by ?? ''}`} origin={origin} />
        ))}
        {dated !== undefined && (
          <small>{fill(say.datedBy, { day: sayDay(dated.by), authority: dated.authority })}</small>
        )}
      </td>
    </tr>
  );
}

/** One proof of where an item comes from: what it is of, or why it does not count. */
function OriginNote({ origin }: { readonly origin: ItemOrigin }): ReactElement {
  const say = useWords(words);
  const sayFinding = useWords(findingWords);
  const { proof, result, code, by, covers } = origin;
  const said =
    result === 'pass'
      ? [
          ...(by === undefined ? [] : [fill(proof === 'mail' ? say.sentFrom : say.signedBy, { name: by })]),
          ...(covers === undefined ? [] : [say.covers[covers]]),
        ]
      : [
          ...(code === undefined ? [] : [sayFinding[code]]),
          ...(by === undefined ? [] : [fill(say.claims, { name: by })]),
        ];
  return <small>{said.join(' ')}</small>;
}
