import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { stroke } from '../../../ui/icon.ts';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import { withoutTricks } from './decode-text.ts';
import { inTime, type PDFDocumentProxy } from './pdf-document.ts';

/** The words of one page as text, for who listens or wants to copy them: a drawn page is only a picture. */
export function PdfWords({
  pdf,
  page,
}: {
  readonly pdf: PDFDocumentProxy;
  readonly page: number;
}): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState<string>();
  const read = (open: boolean): void => {
    if (!open || text !== undefined) return;
    inTime(textOf(pdf, page))
      .then(setText)
      .catch(() => setText(''));
  };
  return (
    <details className="details" onToggle={(event) => read(event.currentTarget.open)}>
      <summary className="details-summary">
        <ChevronRight strokeWidth={stroke} aria-hidden="true" />
        {fill(say.pdf.words, { page })}
      </summary>
      <div className="details-body">
        {text === undefined ? (
          <Loading />
        ) : text === '' ? (
          <p className="item-small">{say.pdf.noWords}</p>
        ) : (
          <p className="feedback-words" dir="auto">
            {text}
          </p>
        )}
      </div>
    </details>
  );
}

/** Most letters of a page that are shown. */
const longest = 200_000;

async function textOf(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
  return withoutTricks(text.slice(0, longest).trim());
}
