import { Paperclip } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';

import { useWords } from '../../../language/use-words.ts';
import { Details } from '../../../ui/details.tsx';
import { stroke } from '../../../ui/icon.ts';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import { withoutTricks } from './decode-text.ts';
import { parseMail } from './mail.ts';
import { TextPreview } from './text-preview.tsx';
import { Unshown } from './unshown.tsx';
import type { Content } from './use-content.ts';
import { usePart } from './use-part.ts';

/** Enough for the words of any e-mail; files behind them are named as far as they begin before. */
const mostRead = 4_000_000;

/** An e-mail's headers and words as plain text. Pictures it points to are not fetched. */
export function MailPreview({ content }: { readonly content: Content }): ReactNode {
  const say = useWords(words);
  const part = usePart(content, mostRead);
  const bytes = part.state === 'ready' ? part.bytes : undefined;
  const mail = useMemo(() => (bytes === undefined ? undefined : parseMail(bytes)), [bytes]);
  if (part.state === 'error') return <Unshown why="broken" />;
  if (mail === undefined) return <Loading label={say.previewLoading} />;
  const headers = [
    [say.mail.from, mail.from],
    [say.mail.to, mail.to],
    [say.mail.copy, mail.copy],
    [say.mail.date, mail.date],
    [say.mail.subject, mail.subject],
  ] as const;
  return (
    <>
      <dl className="facts preview-mail-head">
        {headers.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd dir="auto">{withoutTricks(value)}</dd>
            </div>
          ),
        )}
      </dl>
      {mail.fromWebPage && <p className="item-small">{say.mail.webPage}</p>}
      {mail.text.trim() === '' ? (
        <p className="item-small">{say.mail.noText}</p>
      ) : (
        <div
          className="preview-text preview-mail-text"
          role="region"
          aria-label={mail.subject ?? content.name}
          tabIndex={0}
          dir="auto"
        >
          {withoutTricks(mail.text)}
        </div>
      )}
      {mail.attachments.length > 0 && (
        <div>
          <p className="item-label">{say.mail.attachments}</p>
          <ul className="preview-attachments">
            {mail.attachments.map((name, at) => (
              <li key={at} dir="auto">
                <Paperclip strokeWidth={stroke} aria-hidden="true" /> {withoutTricks(name)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Details summary={say.mail.whole}>
        <TextPreview content={content} />
      </Details>
    </>
  );
}
