import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { MailSeal } from './mail-seal.tsx';
import { messageWords } from './message-words.ts';
import { PartRows } from './parts-of.tsx';
import { withoutTricks } from './preview/decode-text.ts';
import { readableText } from './readable-text.ts';
import { meantIn, objectsIn, personIn, textIn, textsIn, timeIn, type KeptRecord } from './record-parts.ts';
import { SaidFacts } from './said-facts.tsx';

/** A message with who, when and what it says, its files, and for an e-mail what its seal says. Shown as text: nothing in it acts. */
export function MessageCards({ item }: { readonly item: ShownItem }): ReactNode {
  const say = useWords(messageWords);
  const record = item.latest?.record;
  const isMail = record?.channel === 'e-mail';
  const raw = item.parts.filter((part) => textIn(part.latest?.record, 'role') === 'message-source');
  const files = item.parts.filter((part) => !raw.includes(part));
  const headers = objectsIn(record, 'headers');
  return (
    <>
      <Card title={say.title}>
        <MessageHead record={record} />
        <MessageWords record={record} />
        {textsIn(record, 'problems').length > 0 && <p className="item-small">{say.problems}</p>}
        {headers.length > 0 && (
          <Details summary={say.headers}>
            <dl className="facts message-headers">
              {headers.map((header, at) => (
                <div key={at} className="fact">
                  <dt>{textIn(header, 'name')}</dt>
                  <dd dir="auto">{withoutTricks(textIn(header, 'value') ?? '')}</dd>
                </div>
              ))}
            </dl>
          </Details>
        )}
      </Card>
      {files.length > 0 && (
        <Card title={say.files} flush>
          <PartRows parts={files} label={say.files} />
        </Card>
      )}
      {isMail && <MailSeal record={record} />}
      {raw.length > 0 && (
        <Card title={say.raw} flush>
          <p className="item-small item-inset">{say.rawText}</p>
          <PartRows parts={raw} label={say.raw} />
        </Card>
      )}
    </>
  );
}

function MessageHead({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(messageWords);
  const list = (name: string): string | undefined => {
    const texts = textsIn(record, name);
    return texts.length === 0 ? undefined : texts.join(', ');
  };
  const facts = [
    [say.by, list('from') ?? personIn(record, 'by')],
    [say.to, list('to')],
    [say.copy, list('cc')],
    [say.subject, textIn(record, 'subject')],
  ] as const;
  const times = [
    [say.sent, timeIn(record, 'sent')],
    [say.changed, timeIn(record, 'modified')],
  ] as const;
  return <SaidFacts texts={facts} times={times} />;
}

/** What it says, as lines of plain text. */
function MessageWords({ record }: { readonly record: KeptRecord | undefined }): ReactNode {
  const say = useWords(messageWords);
  const written = objectsIn(record, 'text');
  // An e-mail often says the same twice: as plain text and as a web page.
  const plain = written.filter((text) => meantIn(text, 'format') !== 'html');
  const texts = (
    plain.some((text) => textIn(text, 'said')?.trim() !== '') && plain.length > 0 ? plain : written
  )
    .map((text) => {
      const said = textIn(text, 'said') ?? '';
      return withoutTricks(meantIn(text, 'format') === 'html' ? readableText(said) : said.trim());
    })
    .filter((text) => text !== '');
  if (texts.length === 0) return <p className="item-small">{say.noWords}</p>;
  return texts.map((text, at) => (
    <div key={at} className="message-words" dir="auto">
      {text}
    </div>
  ));
}

/** Messages that belong to something else, in the order in which they were written. */
export function MessagesSaid({
  messages,
}: {
  readonly messages: readonly { readonly id: string; readonly latest?: { readonly record: KeptRecord } }[];
}): ReactNode {
  const say = useWords(messageWords);
  const inOrder = messages.toSorted((a, b) => sentAt(a.latest?.record) - sentAt(b.latest?.record));
  return inOrder.map(({ id, latest }) => {
    const at = timeIn(latest?.record, 'sent');
    return (
      <article key={id} className="message-said">
        <p className="item-small">
          {personIn(latest?.record, 'by') ?? say.signature.someone}
          {at !== undefined && (
            <>
              {' · '}
              <DateText at={at} />
            </>
          )}
        </p>
        <MessageWords record={latest?.record} />
      </article>
    );
  });
}

function sentAt(record: KeptRecord | undefined): number {
  const at = Date.parse(timeIn(record, 'sent') ?? '');
  return Number.isNaN(at) ? 0 : at;
}
