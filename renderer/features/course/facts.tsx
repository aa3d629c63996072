import type { ReactNode } from 'react';

import './course.css';

export interface Fact {
  readonly name: string;
  readonly value: string | undefined;
}

/** What was filled in, name by name; what was not is left out. */
export function Facts({
  facts,
  empty,
}: {
  readonly facts: readonly Fact[];
  readonly empty: string;
}): ReactNode {
  const filled = facts.filter(({ value }) => value !== undefined && value !== '');
  if (filled.length === 0) return <p className="course-soft">{empty}</p>;
  return (
    <dl className="facts">
      {filled.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
