import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { DateText } from '../../ui/date-text.tsx';
import { fillWith } from './fill-with.tsx';
import { gradeIn, objectIn, personIn, releasedIn, timeIn, type KeptRecord } from './record-parts.ts';
import { words } from './words.ts';

/** A grade as the portal wrote it, when and by whom it was given, and what stood there before. */
export function GradeText({
  item,
  record,
}: {
  readonly item: { readonly id: string; readonly versions: number };
  readonly record: KeptRecord | undefined;
}): ReactNode {
  const say = useWords(words);
  const grade = gradeIn(record);
  const by = personIn(record, 'by');
  const at = timeIn(record, 'gradedAt');
  const both = objectIn(record, 'overridden');
  const overridden = { assignment: gradeIn(both, 'assignment'), gradebook: gradeIn(both, 'gradebook') };
  if (releasedIn(record) === false)
    return (
      <div className="grade">
        <p className="grade-none">{say.notReleased}</p>
        <p className="item-small">{say.notReleasedText}</p>
      </div>
    );
  return (
    <div className="grade">
      <p className={grade === undefined ? 'grade-none' : 'grade-value'}>{grade ?? say.noValue}</p>
      {(by !== undefined || at !== undefined) && (
        <p className="item-small">
          {by !== undefined && `${fill(say.from, { name: by })}. `}
          {at !== undefined && <>{fillWith(say.givenAt, { when: <DateText at={at} /> })}.</>}
        </p>
      )}
      {overridden.assignment !== undefined && overridden.gradebook !== undefined && (
        <p className="item-small">
          {fill(say.overridden, { assignment: overridden.assignment, gradebook: overridden.gradebook })}
        </p>
      )}
      {item.versions > 1 && <EarlierGrades id={item.id} />}
    </div>
  );
}

function EarlierGrades({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words);
  const history = useEngine('items.history', { item: id });
  if (history.state !== 'ready') return null;
  return (
    <ul className="item-small">
      {history.value.versions
        .slice(0, -1)
        .reverse()
        .map(({ version, record, capturedAt }) => (
          <li key={version}>
            {fillWith(say.earlier, {
              grade: <strong>{gradeIn(record) ?? say.noValue}</strong>,
              when: <DateText at={capturedAt} />,
            })}
          </li>
        ))}
    </ul>
  );
}
