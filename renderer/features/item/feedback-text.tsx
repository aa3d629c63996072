import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { fillWith } from './fill-with.tsx';
import { readableText } from './readable-text.ts';
import { meantIn, objectsIn, personIn, releasedIn, textIn, timeIn, type KeptRecord } from './record-parts.ts';
import { words } from './words.ts';

/** What an assessor wrote, as plain text, with the rubric as it stood. */
export function FeedbackText({
  record,
  item,
}: {
  readonly record: KeptRecord | undefined;
  /** Where earlier versions are shown too. */
  readonly item?: { readonly id: string; readonly versions: number };
}): ReactNode {
  const say = useWords(words);
  const comments = objectsIn(record, 'comments')
    .map(commentText)
    .filter((text) => text !== '');
  const by = personIn(record, 'by');
  const at = timeIn(record, 'at');
  if (releasedIn(record) === false)
    return (
      <div>
        <p className="grade-none">{say.notReleased}</p>
        <p className="item-small">{say.notReleasedText}</p>
      </div>
    );
  return (
    <div className="feedback">
      {comments.length === 0 ? (
        <p className="item-small">{say.noComment}</p>
      ) : (
        comments.map((text, place) => (
          <blockquote key={place} className="feedback-words" dir="auto">
            {text}
          </blockquote>
        ))
      )}
      {(by !== undefined || at !== undefined) && (
        <p className="item-small">
          {by !== undefined && `${fill(say.from, { name: by })}. `}
          {at !== undefined && <>{fillWith(say.givenAt, { when: <DateText at={at} /> })}.</>}
        </p>
      )}
      <Marked rows={[...objectsIn(record, 'rubric'), ...objectsIn(record, 'markingGuide')]} />
      {item !== undefined && item.versions > 1 && <EarlierFeedback id={item.id} />}
    </div>
  );
}

function commentText(comment: KeptRecord): string {
  const said = textIn(comment, 'said') ?? '';
  return meantIn(comment, 'format') === 'html' ? readableText(said) : said.trim();
}

function Marked({ rows }: { readonly rows: readonly KeptRecord[] }): ReactNode {
  const say = useWords(words);
  if (rows.length === 0) return null;
  return (
    <Details summary={say.rubric}>
      <dl className="rubric">
        {rows.map((row, place) => {
          const points = row.points;
          const most = row.of;
          return (
            <div key={place}>
              <dt>{textIn(row, 'title')}</dt>
              <dd>
                {textIn(row, 'level')}
                {typeof points === 'string' || typeof points === 'number' ? (
                  <span className="item-small">
                    {' '}
                    {typeof most === 'string' || typeof most === 'number'
                      ? fill(say.rubricPoints, { points, of: most })
                      : points}
                  </span>
                ) : null}
                {textIn(row, 'comment') !== undefined && <p>{readableText(textIn(row, 'comment') ?? '')}</p>}
              </dd>
            </div>
          );
        })}
      </dl>
    </Details>
  );
}

function EarlierFeedback({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words);
  const history = useEngine('items.history', { item: id });
  if (history.state !== 'ready') return null;
  return (
    <Details summary={say.earlierFeedback}>
      {history.value.versions
        .slice(0, -1)
        .reverse()
        .map(({ version, record }) => (
          <FeedbackText key={version} record={record} />
        ))}
    </Details>
  );
}
