import { Check, CircleAlert, CircleQuestionMark, X } from 'lucide-react';
import type { ReactElement } from 'react';

import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import type { CheckOutcome, VerificationReport } from '../../src/verify/verification-report.ts';
import { answersOf, countStandings, type Answer } from './answers.ts';
import { FindingList } from './finding-list.tsx';
import { findingWords } from './finding-words.ts';
import { words } from './words.ts';

/** The six answers, each with its mark, its word and its sentences. */
export function AnswerList({ report }: { readonly report: VerificationReport }): ReactElement {
  return (
    <ul className="report-answers">
      {answersOf(report).map((answer) => (
        <AnswerRow key={answer.id} answer={answer} report={report} />
      ))}
    </ul>
  );
}

interface AnswerProps {
  readonly answer: Answer;
  readonly report: VerificationReport;
}

function AnswerRow({ answer, report }: AnswerProps): ReactElement {
  const say = useWords(words);
  const { id, outcome, findings, more } = answer;
  const noted = outcome === 'not-checked' && hasNews(answer, report);
  return (
    <li
      className={`report-answer report-${noted ? 'noted' : outcome}`}
      data-answer={id}
      data-outcome={outcome}
    >
      <Mark outcome={outcome} noted={noted} />
      <div className="report-answer-title">
        <h3>{say.answer[id].title}</h3>
        <p className="report-outcome">{say.outcome[outcome]}</p>
      </div>
      <div className="report-answer-text">
        <Sentences answer={answer} report={report} />
        {findings.length > 0 && <FindingList findings={findings} more={more} />}
      </div>
    </li>
  );
}

/** What could not be checked may still have something to tell. */
function hasNews({ id }: Answer, { attempts, bundle, items }: VerificationReport): boolean {
  if (id === 'missing') return (bundle?.missing.length ?? 0) > 0 || hasHidden(attempts);
  return id === 'origin' && countStandings(items).stated > 0;
}

function hasHidden(attempts: VerificationReport['attempts']): boolean {
  return attempts?.assignments.some(({ recorded, shown }) => shown < recorded) === true;
}

function Mark({ outcome, noted }: { readonly outcome: CheckOutcome; readonly noted: boolean }): ReactElement {
  const shape = { size: 22, strokeWidth: 1.75, className: 'report-mark', 'aria-hidden': true } as const;
  if (outcome === 'pass') return <Check {...shape} />;
  if (outcome === 'fail') return <X {...shape} />;
  return noted ? <CircleAlert {...shape} /> : <CircleQuestionMark {...shape} />;
}

function Sentences({ answer, report }: AnswerProps): ReactElement {
  const say = useWords(words);
  const sayFinding = useWords(findingWords);
  const { id, outcome, reasons } = answer;
  const unread = outcome === 'fail' && id === 'unchanged' && report.bundle === null;
  const first =
    outcome === 'pass'
      ? [say.answer[id].pass]
      : outcome === 'fail'
        ? [unread ? say.answer.unchanged.unreadable : say.answer[id].fail]
        : [];
  const told = useFacts(answer, report);
  const open = reasons.map((code) => sayFinding[code]);
  return (
    <>
      <p>{[...first, ...told, ...open].join(' ')}</p>
      {id === 'sender' && outcome !== 'pass' && report.signer !== null && (
        <p>
          {say.answer.sender.phrase} <em className="report-phrase">{report.signer.keyPhrase}</em>
        </p>
      )}
    </>
  );
}

/** What can be said beyond the outcome. */
function useFacts({ id, outcome }: Answer, { attempts, bundle, items, cards }: VerificationReport): string[] {
  const say = useWords(words);
  if (bundle === null) return [];
  const count = (number: number, { one, many }: { readonly one: string; readonly many: string }) =>
    number === 0 ? [] : [plural(number, one, many)];
  switch (id) {
    case 'history': {
      if (outcome !== 'pass') return [];
      const size = bundle.logs.reduce((sum, log) => sum + log.size, 0);
      return [fill(say.answer.history.size, { count: size })];
    }
    case 'origin': {
      const { signed, from, kept, stated } = countStandings(items);
      const { origin } = say.answer;
      return [
        ...count(signed, origin.signed),
        ...count(from, origin.from),
        ...count(kept, origin.kept),
        ...count(stated, origin.stated),
      ];
    }
    case 'missing':
      return [...sayAttempts(attempts, say), ...count(bundle.missing.length, say.answer.missing.listed)];
    case 'sender':
      return sayCards(cards, say);
    default:
      return [];
  }
}

/** What the cards in it claim; a name of the reader's own goes before the one that a signer gives. */
function sayCards(
  cards: VerificationReport['cards'],
  { answer: { sender: say } }: ReturnType<typeof useWords<typeof words.en>>,
): string[] {
  return (cards ?? []).flatMap(({ name, signers, result }) => {
    if (name === undefined || signers.length === 0) return [];
    const trusted = signers.filter((one) => one.result === 'pass');
    const told = result === 'pass' ? trusted : signers;
    const names = told.map((one) => one.known ?? one.name).join(', ');
    return [fill(result === 'pass' ? say.cardTrusted : say.card, { name, signers: names })];
  });
}

/** How many of the attempts on record are in the bundle, by assignment. */
function sayAttempts(
  attempts: VerificationReport['attempts'],
  { answer: { missing: say } }: ReturnType<typeof useWords<typeof words.en>>,
): string[] {
  if (attempts === null) return [];
  const counted = attempts.assignments.map(({ name = say.anAssignment, recorded, shown }) =>
    shown < recorded
      ? fill(say.hidden, { name, hidden: recorded - shown, count: recorded })
      : fill(recorded === 1 ? say.all.one : say.all.many, { name, count: recorded }),
  );
  const { others } = attempts;
  return [
    ...counted,
    ...(others === 0 ? [] : [plural(others, say.others.one, say.others.many)]),
    ...(counted.length + others === 0 ? [] : [say.word]),
  ];
}
