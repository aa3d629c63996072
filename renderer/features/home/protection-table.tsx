import { useRef, type ReactNode } from 'react';

import { hashOf } from '../../ui/hash-of.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { Tick } from '../../ui/tick.tsx';
import { useRoom } from '../../ui/use-room.ts';
import { placeOf } from './act-on.ts';
import { worstReason, type StatusRow } from './standing.ts';
import { words } from './words.ts';

const columns = ['work', 'feedback', 'grade', 'dated', 'secondCopy'] as const;

interface ProtectionTableProps {
  readonly rows: readonly StatusRow[];
  readonly label: string;
}

/** What is there of each unit: a table where there is room to compare, a list where there is not. */
export function ProtectionTable({ rows, label }: ProtectionTableProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const wide = useRoom(place, 40);
  return (
    <div ref={place} className="protection-room">
      {wide ? <Wide rows={rows} label={label} /> : <Narrow rows={rows} label={label} />}
    </div>
  );
}

function Wide({ rows, label }: ProtectionTableProps): ReactNode {
  const say = useWords(words).table;
  return (
    <table className="protection" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{rows.every(({ about }) => about === 'assignment') ? say.assignment : say.unit}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className="protection-tick">
              {say[column]}
            </th>
          ))}
          <th scope="col" className="protection-level">
            {say.protection}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.about} ${row.ref}`}>
            <th scope="row">
              <RowName row={row} />
            </th>
            {columns.map((column) => (
              <td key={column} className="protection-tick">
                <Tick has={row.has[column]} label={say[column]} />
              </td>
            ))}
            <td className="protection-level">
              <StateMark level={row.level} />
              <Why row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Narrow({ rows, label }: ProtectionTableProps): ReactNode {
  const say = useWords(words).table;
  return (
    <ul className="protection-list" role="list" aria-label={label}>
      {rows.map((row) => (
        <li key={`${row.about} ${row.ref}`}>
          <RowName row={row} />
          <div>
            <StateMark level={row.level} />
            <Why row={row} />
          </div>
          <ul className="protection-has" role="list">
            {columns.map((column) => (
              <li key={column}>
                <Tick has={row.has[column]} label={say[column]} />
                <span aria-hidden="true">{say[column]}</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function RowName({ row }: { readonly row: StatusRow }): ReactNode {
  const say = useWords(words).table;
  const numbered = row.about === 'unit' && row.title !== row.ref ? `${row.ref} ${row.title}` : row.title;
  const facts = [
    row.files > 0 ? plural(row.files, say.files.one, say.files.many) : say.empty,
    row.attempts > 1 ? plural(row.attempts, say.attempts.one, say.attempts.many) : undefined,
  ].filter((fact) => fact !== undefined);
  const grade = row.grade ?? (row.reasons.includes('not-marked') ? say.unmarked : undefined);
  return (
    <div>
      <a className="protection-name" href={hashOf(placeOf(row))}>
        {numbered}
      </a>
      <div className="protection-facts">
        {facts.join(', ')}
        {grade !== undefined && ` · ${grade}`}
      </div>
    </div>
  );
}

/** Why it is not safe, in a few words. */
function Why({ row }: { readonly row: StatusRow }): ReactNode {
  const say = useWords(words).reason;
  const reason = worstReason(row);
  if (row.level === 'safe' || reason === undefined) return null;
  return <div className="protection-facts protection-why">{say[reason].says}</div>;
}
