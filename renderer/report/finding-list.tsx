import type { ReactElement } from 'react';

import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import type { AnsweredFinding } from './answers.ts';
import { findingWords } from './finding-words.ts';
import { words } from './words.ts';

/** What does not hold: which file, as the learner called it, and what is wrong with it. */
export function FindingList({
  findings,
  more,
}: {
  readonly findings: readonly AnsweredFinding[];
  readonly more: number;
}): ReactElement {
  const say = useWords(words);
  return (
    <ul className="report-findings">
      {findings.map((finding, place) => (
        // Two findings may be alike in all that is shown.
        <li key={place}>
          <FindingLine finding={finding} />
        </li>
      ))}
      {more > 0 && <li>{plural(more, say.moreFindings.one, say.moreFindings.many)}</li>}
    </ul>
  );
}

function FindingLine({ finding }: { readonly finding: AnsweredFinding }): ReactElement {
  const say = useWords(words);
  const sayFinding = useWords(findingWords);
  const { code, file, other, entry, item } = finding;
  const shownName =
    item?.name ?? file?.split('/').at(-1) ?? (entry && fill(say.record, { index: entry.index }));
  return (
    <>
      {shownName !== undefined && (
        <strong>
          <bdi>{shownName}</bdi>
          {item?.attempt === undefined ? '' : `, ${fill(say.attempt, { number: item.attempt })}`}
        </strong>
      )}
      <span>{sayFinding[code]}</span>
      {file !== undefined && <small>{fill(say.place, { path: file })}</small>}
      {other !== undefined && (
        <small>{fill(code === 'file-renamed' ? say.movedTo : say.place, { path: other })}</small>
      )}
    </>
  );
}
