import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { attemptsOf, attemptView, reviewRole, type AttemptView, type Part } from './attempts.ts';
import { FeedbackText } from './feedback-text.tsx';
import { fillWith } from './fill-with.tsx';
import { GradeText } from './grade-text.tsx';
import { MessagesSaid } from './message-card.tsx';
import { messageWords } from './message-words.ts';
import { PartRows } from './parts-of.tsx';
import { readableText } from './readable-text.ts';
import { meantIn, objectsIn, textIn, timeIn, type KeptRecord } from './record-parts.ts';
import { words } from './words.ts';

/** An assignment's attempts in their order, each with what was handed in and what came back; or one attempt's. */
export function AttemptsOf({ item }: { readonly item: ShownItem }): ReactNode {
  if (item.kind === 'attempt') {
    const self: Part = { ...item };
    return <AttemptCard view={attemptView(item.attempt, [self, ...item.parts])} within={item.name} />;
  }
  return (
    <>
      <Brief record={item.latest?.record} />
      {attemptsOf(item.parts).map((view) => (
        <AttemptCard key={view.number ?? 'whole'} view={view} within={item.name} />
      ))}
    </>
  );
}

function Brief({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(words);
  const texts = objectsIn(record, 'brief')
    .map((text) => readableText(textIn(text, 'said') ?? ''))
    .filter((text) => text !== '');
  const due = timeIn(record, 'due');
  if (texts.length === 0 && due === undefined) return null;
  return (
    <Card title={say.brief} aside={due !== undefined && fillWith(say.due, { when: <DateText at={due} /> })}>
      {texts.map((text, place) => (
        <p key={place} className="feedback-words" dir="auto">
          {text}
        </p>
      ))}
    </Card>
  );
}

function AttemptCard({ view, within }: { readonly view: AttemptView; readonly within: string }): ReactNode {
  const say = useWords(words);
  const { said } = useWords(messageWords);
  const { number, attempt, submissions, handedIn, feedback, returned, grades, others } = view;
  // What was answered in a quiz is on the page that came back, not in files.
  const isReviewed = returned.some(({ latest }) => textIn(latest?.record, 'role') === reviewRole);
  const messages = others.filter(({ kind }) => kind === 'message');
  const attemptName =
    attempt?.name ?? (number === undefined ? within : `${within}, attempt ${String(number)}`);
  const whole = number === undefined;
  return (
    <Card
      flush
      title={whole ? say.wholeTask : fill(say.attemptTitle, { number })}
      aside={!whole && <AttemptState record={attempt?.latest?.record} submissions={submissions} />}
    >
      {(!whole || grades.length > 0) && (
        <div className="attempt-part">
          <h3 className="item-label">{say.grade}</h3>
          {grades.length === 0 && <p className="grade-none">{say.noGrade}</p>}
          {grades.map((grade) => (
            <GradeText key={grade.id} item={grade} record={grade.latest?.record} />
          ))}
        </div>
      )}
      {(!whole || feedback.length > 0) && (
        <div className="attempt-part">
          <h3 className="item-label">{say.feedback}</h3>
          {feedback.length === 0 && <p className="grade-none">{say.noFeedback}</p>}
          {feedback.map((one) => (
            <FeedbackText key={one.id} record={one.latest?.record} item={one} />
          ))}
        </div>
      )}
      {messages.length > 0 && (
        <div className="attempt-part">
          <h3 className="item-label">{said}</h3>
          <MessagesSaid messages={messages} />
        </div>
      )}
      {returned.length > 0 && (
        <div className="attempt-files">
          <h3 className="item-label">{say.returned}</h3>
          <PartRows parts={returned} label={say.returned} />
        </div>
      )}
      {!whole && (handedIn.length > 0 || !isReviewed) && (
        <div className="attempt-files">
          <h3 className="item-label">{say.handedIn}</h3>
          {handedIn.length === 0 ? (
            <p className="grade-none attempt-nothing">{say.handedInNothing}</p>
          ) : (
            <PartRows parts={handedIn} label={say.handedIn} />
          )}
        </div>
      )}
      {(others.length > 0 || submissions.length > 0 || attempt !== undefined) && (
        <div className="attempt-others">
          <Details summary={say.others}>
            <PartRows
              parts={[
                ...(attempt === undefined ? [] : [attempt]),
                ...submissions,
                ...feedback,
                ...grades,
                ...others,
              ]}
              within={attemptName}
            />
          </Details>
        </div>
      )}
    </Card>
  );
}

function AttemptState({
  record,
  submissions,
}: {
  readonly record: KeptRecord | undefined;
  readonly submissions: readonly Part[];
}): ReactNode {
  const say = useWords(words);
  const status = meantIn(record, 'status');
  const at = timeIn(record, 'submitted') ?? (status === 'submitted' ? timeIn(record, 'modified') : undefined);
  const team = [record, ...submissions.map(({ latest }) => latest?.record)].some(
    (one) => meantIn(one, 'team') === true,
  );
  const word =
    typeof status === 'string' && Object.hasOwn(say.status, status)
      ? say.status[status as keyof typeof say.status]
      : undefined;
  return (
    <>
      {at !== undefined && status === 'submitted' ? (
        fillWith(say.submittedAt, { when: <DateText at={at} /> })
      ) : (
        <>{word}</>
      )}
      {team && ` · ${say.team}`}
    </>
  );
}
