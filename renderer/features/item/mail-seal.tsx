import type { ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { AnswerMark, type AnswerState } from './answer-mark.tsx';
import { fillWith } from './fill-with.tsx';
import { messageWords } from './message-words.ts';
import { objectIn, objectsIn, textIn, type KeptRecord } from './record-parts.ts';

/** What an e-mail's DKIM signatures came to when it was kept: each by itself, and never more than that. */
export function MailSeal({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const { signature: say } = useWords(messageWords);
  const dkim = objectIn(record, 'dkim');
  const state = textIn(dkim, 'state') ?? 'not-checked';
  const signatures = objectsIn(dkim, 'signatures');
  return (
    <Card title={say.title}>
      {signatures.length === 0 ? (
        <p>{state === 'unsigned' || state === 'too-large' ? say[state] : say['not-checked']}</p>
      ) : (
        <ul className="answers">
          {signatures.map((signature, at) => (
            <Seal key={at} signature={signature} />
          ))}
        </ul>
      )}
      {signatures.some((one) => one.result === 'holds') && <p className="item-small">{say.notProof}</p>}
    </Card>
  );
}

const states: Readonly<Record<string, AnswerState>> = { holds: 'good', refused: 'bad' };

function Seal({ signature }: { readonly signature: KeptRecord }): ReactNode {
  const { signature: say } = useWords(messageWords);
  const state = states[textIn(signature, 'result') ?? ''] ?? 'not-checked';
  const domain = textIn(signature, 'domain') ?? say.someone;
  const code = textIn(signature, 'code');
  const codes: Readonly<Record<string, string>> = say.codes;
  const asked = textIn(objectIn(signature, 'key'), 'at');
  const sentence =
    state === 'good'
      ? signature.covered === 'raw-body'
        ? say.holdsBody
        : say.holds
      : state === 'bad'
        ? say.refused
        : say.open;
  return (
    <li>
      <AnswerMark state={state} />
      <div>
        <p>{fill(sentence, { domain })}</p>
        {code !== undefined && (
          <p className="item-small">
            {Object.hasOwn(codes, code) ? codes[code] : fill(say.codes.other, { code })}
          </p>
        )}
        {asked !== undefined && (
          <p className="item-small">{fillWith(say.keyFrom, { when: <DateText at={asked} /> })}</p>
        )}
      </div>
    </li>
  );
}
