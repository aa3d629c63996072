import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { ImportPreviewForPage } from '../../../src/contract/methods/import-shapes.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { Notice } from '../../ui/notice.tsx';
import { importWords } from './import-words.ts';
import type { TableChoices } from './table-choices.ts';
import { TableColumns } from './table-columns.tsx';

export interface FoundCardProps {
  readonly preview: ImportPreviewForPage;
  /** What the learner changed about its columns since it was looked at. */
  readonly changed: TableChoices | undefined;
  readonly onChange: (choices: TableChoices) => void;
}

/** One file or folder: what it is, what would be new, what is known, what cannot be taken and why. */
export function FoundCard({ preview, changed, onChange }: FoundCardProps): ReactNode {
  const say = useWords(importWords);
  const { title, name, columns, source, bytes } = preview;
  const fresh = preview.captured + preview.changed;
  const counts = (['captured', 'changed', 'unchanged', 'failed', 'gone'] as const)
    .filter((outcome) => preview[outcome] > 0)
    .map((outcome) => plural(preview[outcome], say.counts[outcome].one, say.counts[outcome].many));
  return (
    <Card title={title}>
      <p className="found-name">
        <bdi>{name}</bdi>
      </p>
      {counts.length === 0 ? (
        <Notice tone="attention" title={say.empty} />
      ) : (
        <p className="found-counts">{`${counts.join(', ')}.`}</p>
      )}
      {fresh === 0 && preview.unchanged > 0 && <Notice tone="safe" title={say.allKnown} />}
      {fresh > 0 && (
        <p className="sources-text">
          {bytes > 0 && fill(say.size, { size: saySize(bytes) })} {source !== undefined && say.knownBefore}
        </p>
      )}
      {preview.notices.length > 0 && (
        <Notice
          tone="info"
          title={say.noticesTitle}
          text={preview.notices.map(({ code, sentence }) => (
            <p key={code}>{sentence}</p>
          ))}
        />
      )}
      {columns !== undefined && <TableColumns columns={columns} changed={changed} onChange={onChange} />}
      {preview.kinds.length > 0 && <Kinds preview={preview} />}
      <Cannot preview={preview} />
      <NewItems preview={preview} />
    </Card>
  );
}

/** How many of each kind, for comparing. */
function Kinds({ preview }: { readonly preview: ImportPreviewForPage }): ReactNode {
  const say = useWords(importWords);
  const names: Readonly<Record<string, string>> = say.kinds;
  const hasKnown = preview.unchanged > 0;
  const hasFailed = preview.failed > 0;
  return (
    <div className="found-table">
      <table>
        <caption className="field-label">{say.kindsTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{say.column.kind}</th>
            <th scope="col">{say.column.new}</th>
            {hasKnown && <th scope="col">{say.column.known}</th>}
            {hasFailed && <th scope="col">{say.column.cannot}</th>}
          </tr>
        </thead>
        <tbody>
          {preview.kinds.map(({ kind, captured, changed, unchanged, failed }) => (
            <tr key={kind}>
              <th scope="row">{Object.hasOwn(names, kind) ? names[kind] : say.kinds.other}</th>
              <td>{count(captured + changed)}</td>
              {hasKnown && <td>{count(unchanged)}</td>}
              {hasFailed && <td>{count(failed)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function count(many: number): string {
  return many === 0 ? '–' : many.toLocaleString('en-GB');
}

/** Each thing that cannot be taken, with its reason. */
function Cannot({ preview }: { readonly preview: ImportPreviewForPage }): ReactNode {
  const say = useWords(importWords);
  const failed = preview.items.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return null;
  return (
    <Details summary={say.cannotTitle} open={failed.length <= 5}>
      <ul className="copied-items">
        {failed.map(({ name, code }, at) => (
          // Two files may be called the same.
          <li key={at}>
            <bdi>{name}</bdi>
            <span className="copied-outcome">{code === undefined ? '' : sentenceOf(code)}</span>
          </li>
        ))}
      </ul>
      <More count={preview.failed - failed.length} />
    </Details>
  );
}

function NewItems({ preview }: { readonly preview: ImportPreviewForPage }): ReactNode {
  const say = useWords(importWords);
  const fresh = preview.items.filter(({ outcome }) => outcome === 'captured' || outcome === 'changed');
  if (fresh.length === 0) return null;
  return (
    <Details summary={say.items}>
      <ul className="copied-items">
        {fresh.map(({ name }, at) => (
          <li key={at}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <More count={preview.captured + preview.changed - fresh.length} />
    </Details>
  );
}

function More({ count: left }: { readonly count: number }): ReactNode {
  const say = useWords(importWords);
  return left > 0 ? <p className="sources-text">{fill(say.more, { count: left })}</p> : null;
}
