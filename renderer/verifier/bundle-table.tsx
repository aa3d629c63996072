import { Check, CircleQuestionMark, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { answerIds, answersOf } from '../report/answers.ts';
import { words as reportWords } from '../report/words.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { stroke } from '../ui/icon.ts';
import type { Bundle } from './bundle-queue.ts';
import { countBundles, standingOfBundle } from './bundle-standing.ts';
import { words } from './words.ts';
import './bundle-table.css';

export interface BundleTableProps {
  readonly bundles: readonly Bundle[];
  readonly onLook: (id: number) => void;
}

/** Many bundles at a glance: each answer of each stands by itself, as in the reports. */
export function BundleTable({ bundles, onLook }: BundleTableProps): ReactNode {
  const { table: say } = useWords(words);
  const sayReport = useWords(reportWords);
  return (
    <Card title={say.title} aside={fill(say.counts, countBundles(bundles))} flush>
      <table className="verifier-table">
        <thead>
          <tr>
            <th scope="col">{say.name}</th>
            {answerIds.map((id) => (
              <th key={id} scope="col">
                {sayReport.answer[id].title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bundles.map((bundle) => (
            <BundleRow key={bundle.id} bundle={bundle} onLook={onLook} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface RowProps {
  readonly bundle: Bundle;
  readonly onLook: (id: number) => void;
}

function BundleRow({ bundle, onLook }: RowProps): ReactNode {
  const { table: say } = useWords(words);
  const { state, file, id } = bundle;
  const standing = standingOfBundle(bundle);
  return (
    <tr data-standing={standing}>
      <th scope="row">
        {state.is === 'done' || state.is === 'failed' ? (
          <Button variant="plain" label={fill(say.look, { name: file.name })} onPress={() => onLook(id)}>
            <bdi>{file.name}</bdi>
          </Button>
        ) : (
          <bdi className="verifier-table-name">{file.name}</bdi>
        )}
        <small>{say[standing]}</small>
      </th>
      <Answers state={state} />
    </tr>
  );
}

const shape = { size: 20, strokeWidth: stroke, 'aria-hidden': true } as const;
const marks = {
  pass: <Check {...shape} />,
  fail: <X {...shape} />,
  'not-checked': <CircleQuestionMark {...shape} />,
} as const;

function Answers({ state }: Pick<Bundle, 'state'>): ReactNode {
  const say = useWords(reportWords);
  if (state.is !== 'done')
    return answerIds.map((id) => (
      <td key={id} className="verifier-mark-none">
        <Minus {...shape} />
      </td>
    ));
  return answersOf(state.report).map(({ id, outcome }) => (
    <td key={id} className={`verifier-mark verifier-mark-${outcome}`}>
      {marks[outcome]}
      <span className="verifier-mark-title">{say.answer[id].title}</span>
      <span className="verifier-mark-word">{say.outcome[outcome]}</span>
    </td>
  ));
}
