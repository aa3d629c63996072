import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { hashOf } from '../../ui/hash-of.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { AnswerMark } from './answer-mark.tsx';
import { CredentialChecks } from './credential-checks.tsx';
import { credentialWords } from './credential-words.ts';
import { PartRows } from './parts-of.tsx';
import { Preview } from './preview/preview.tsx';
import { withoutTricks } from './preview/decode-text.ts';
import { objectIn, objectsIn, textIn, timeIn, type KeptRecord } from './record-parts.ts';
import { SaidFacts } from './said-facts.tsx';

/** A badge or record: what it says, in the issuer's words, and what was found when it was kept. */
export function CredentialCards({ item }: { readonly item: ShownItem }): ReactNode {
  const say = useWords(credentialWords);
  const record = item.latest?.record;
  const document = textIn(record, 'document');
  const form = textIn(record, 'form');
  return (
    <>
      {document !== undefined && (form === 'png' || form === 'svg') && (
        <Preview item={{ id: document }} version={undefined} jump={undefined} />
      )}
      <Card title={say.title}>
        <Head record={record} />
        {objectsIn(record, 'achievements').map((achievement, at) => (
          <Achievement key={at} achievement={achievement} />
        ))}
        <Results record={record} />
      </Card>
      <CredentialChecks record={record} />
      <EvidenceOf record={record} />
      {item.parts.length > 0 && (
        <Card title={say.inside} flush>
          <PartRows parts={item.parts} label={say.inside} />
        </Card>
      )}
      {document !== undefined && (
        <p>
          <a className="link" href={hashOf(`/item/${document}`)}>
            {say.document}
          </a>
        </p>
      )}
    </>
  );
}

function Head({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(credentialWords);
  const issuer = objectIn(record, 'issuer');
  const partOf = textIn(record, 'partOf');
  const names = [
    [say.issuer, textIn(issuer, 'name') ?? textIn(issuer, 'id')],
    [say.subject, textIn(objectIn(record, 'subject'), 'name')],
  ] as const;
  const times = [
    [say.awarded, timeIn(record, 'awarded')],
    [say.from, timeIn(record, 'validFrom')],
    [say.until, timeIn(record, 'validUntil')],
  ] as const;
  return (
    <SaidFacts texts={names} times={times}>
      {partOf !== undefined && (
        <div className="fact">
          <dt>{say.partOf}</dt>
          <dd>
            <a className="link" href={hashOf(`/item/${partOf}`)}>
              {say.document}
            </a>
          </dd>
        </div>
      )}
    </SaidFacts>
  );
}

function Achievement({ achievement }: { readonly achievement: KeptRecord }): ReactNode {
  const say = useWords(credentialWords);
  const name = textIn(achievement, 'name');
  const code = textIn(achievement, 'code');
  const texts = [
    [undefined, textIn(achievement, 'description')],
    [say.criteria, textIn(achievement, 'criteria')],
  ] as const;
  const standsFor = objectsIn(achievement, 'alignments').map((one) =>
    [textIn(one, 'code'), textIn(one, 'name'), textIn(one, 'framework')]
      .filter((text) => text !== undefined)
      .join(' · '),
  );
  return (
    <section className="credential-part">
      <h3 className="item-label">{say.achievement}</h3>
      <p className="credential-name" dir="auto">
        {withoutTricks([name, code].filter((text) => text !== undefined).join(' · '))}
      </p>
      {texts.map(([label, text]) =>
        text === undefined ? null : (
          <p key={label ?? ''} dir="auto">
            {label !== undefined && <span className="item-label">{label}: </span>}
            {withoutTricks(text)}
          </p>
        ),
      )}
      {standsFor.length > 0 && (
        <p dir="auto">
          <span className="item-label">{say.standsFor}: </span>
          {withoutTricks(standsFor.join('; '))}
        </p>
      )}
    </section>
  );
}

function Results({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(credentialWords);
  const results = objectsIn(record, 'results');
  if (results.length === 0) return null;
  return (
    <section className="credential-part">
      <h3 className="item-label">{say.results}</h3>
      <dl className="facts">
        {results.map((result, at) => {
          const { value } = result;
          const said = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
          const grade = textIn(result, 'grade');
          const text = withoutTricks(
            [said, textIn(result, 'level'), textIn(result, 'status')]
              .filter((part) => part !== undefined)
              .join(' · '),
          );
          return (
            <div key={at} className="fact">
              <dt>{textIn(result, 'of') ?? say.result}</dt>
              <dd dir="auto">
                {grade === undefined ? (
                  text
                ) : (
                  <a className="link" href={hashOf(`/item/${grade}`)}>
                    {text}
                  </a>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** The work that it points to: what of it is kept here, and whether that is the work that was signed. */
function EvidenceOf({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(credentialWords);
  const evidence = objectsIn(record, 'evidence');
  if (evidence.length === 0) return null;
  const checks: Readonly<Record<string, string>> = say.check;
  return (
    <Card title={say.evidence}>
      <ul className="answers">
        {evidence.map((one, at) => {
          const item = textIn(one, 'item');
          const check = textIn(one, 'check');
          const name = withoutTricks(textIn(one, 'name') ?? textIn(one, 'address') ?? say.evidence);
          const state = check === 'matches' ? 'good' : check === 'differs' ? 'bad' : 'not-checked';
          return (
            <li key={at}>
              <AnswerMark state={state} />
              <div>
                <p dir="auto">
                  {item === undefined ? (
                    name
                  ) : (
                    <a className="link" href={hashOf(`/item/${item}`)}>
                      {name}
                    </a>
                  )}
                </p>
                <p className="item-small">
                  {item === undefined ? say.evidenceNot : say.evidenceKept}.{' '}
                  {check !== undefined && Object.hasOwn(checks, check) && checks[check]}
                </p>
                {textIn(one, 'narrative') !== undefined && (
                  <p className="item-small" dir="auto">
                    {withoutTricks(textIn(one, 'narrative') ?? '')}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
