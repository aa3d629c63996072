import type { ReactNode } from 'react';

import { sayCredentialCode } from '../../../src/contract/credential-codes.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { AnswerMark, type AnswerState } from './answer-mark.tsx';
import { credentialWords } from './credential-words.ts';
import { fillWith } from './fill-with.tsx';
import { objectIn, objectsIn, textIn, textsIn, type KeptRecord } from './record-parts.ts';

const asked = ['signature', 'key', 'time', 'status'] as const;
type Asked = (typeof asked)[number];

/** What was found about a credential when it was kept, in separate answers: there is no sum of them. */
export function CredentialChecks({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const { checks: say } = useWords(credentialWords);
  const checked = objectIn(record, 'checked');
  if (checked === undefined) return null;
  const at = textIn(checked, 'at');
  return (
    <Card title={say.title}>
      {at !== undefined && <p className="item-small">{fillWith(say.text, { when: <DateText at={at} /> })}</p>}
      <ul className="answers">
        {asked.map((what) => (
          <Answer key={what} what={what} answer={objectIn(checked, what)} />
        ))}
      </ul>
      <Exactly record={record} checked={checked} />
    </Card>
  );
}

function Answer({
  what,
  answer,
}: {
  readonly what: Asked;
  readonly answer: KeptRecord | undefined;
}): ReactNode {
  const { checks: say } = useWords(credentialWords);
  const said = textIn(answer, 'state');
  const state: AnswerState = said === 'good' || said === 'bad' ? said : 'not-checked';
  const asOf = textIn(answer, 'asOf');
  return (
    <li>
      <AnswerMark state={state} />
      <div>
        <p>
          <strong>{say[what]}</strong> {useAnswerWord(what, state)}
        </p>
        {textsIn(answer, 'codes').map((code) => (
          <p key={code} className="item-small">
            {sayCredentialCode(code)}
          </p>
        ))}
        {asOf !== undefined && (
          <p className="item-small">{fillWith(say.asOf, { when: <DateText at={asOf} /> })}</p>
        )}
      </div>
    </li>
  );
}

/** A word that fits its question: 'was it taken back?' is well answered by no. */
function useAnswerWord(what: Asked, state: AnswerState): string {
  const { checks: say } = useWords(credentialWords);
  if (state === 'not-checked') return say['not-checked'];
  if (what === 'key') return state === 'good' ? say.keyGood : say.keyBad;
  if (what === 'status') return state === 'good' ? say.statusGood : say.statusBad;
  return say[state];
}

function Exactly({
  record,
  checked,
}: {
  readonly record: KeptRecord | undefined;
  readonly checked: KeptRecord;
}): ReactNode {
  const { checks: say } = useWords(credentialWords);
  const signature = objectIn(checked, 'signature');
  const key = objectIn(checked, 'key');
  const facts = [
    [say.suite, textIn(signature, 'suite')],
    [say.keyId, textIn(signature, 'keyId')],
    [say.keyFrom, textIn(key, 'address') ?? textIn(key, 'from')],
    [
      say.notAsked,
      objectsIn(record, 'notFetched')
        .map((one) => textIn(one, 'address'))
        .filter((address) => address !== undefined)
        .join(', ') || undefined,
    ],
  ] as const;
  if (facts.every(([, value]) => value === undefined)) return null;
  return (
    <Details summary={say.exact}>
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd className="fact-exact">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Details>
  );
}
