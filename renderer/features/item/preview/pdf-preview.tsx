import { ChevronDown, ChevronUp, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';

import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import type { Jump } from './jump.ts';
import { openPdf, asPdfError, type OpenPdf, type PdfTrouble } from './pdf-document.ts';
import { PdfPage } from './pdf-page.tsx';
import { PdfWords } from './pdf-words.tsx';
import { Unshown } from './unshown.tsx';
import type { Content } from './use-content.ts';

const zooms = [0.5, 0.75, 1, 1.5, 2, 3] as const;

/** A PDF, page below page, each drawn when it comes near. */
export function PdfPreview({
  content,
  jump,
}: {
  readonly content: Content;
  readonly jump: Jump | undefined;
}): ReactNode {
  const say = useWords(words);
  const [opened, setOpened] = useState<OpenPdf>();
  const [trouble, setTrouble] = useState<PdfTrouble>();
  useEffect(() => {
    let gone = false;
    let mine: OpenPdf | undefined;
    openPdf(content)
      .then((pdf) => {
        mine = pdf;
        if (gone) {
          pdf.close();
          return undefined;
        }
        setOpened(pdf);
        return pdf.swollen.then(() => {
          pdf.close();
          if (!gone) setTrouble('slow');
        });
      })
      .catch((thrown: unknown) => {
        if (!gone) setTrouble(asPdfError(thrown).trouble);
      });
    return () => {
      gone = true;
      mine?.close();
    };
  }, [content]);
  const giveUp = useCallback(() => {
    opened?.close();
    setTrouble('slow');
  }, [opened]);
  if (trouble !== undefined) return <Unshown why={trouble} />;
  if (opened === undefined) return <Loading label={say.previewLoading} />;
  return <Pages pdf={opened} name={content.name} jump={jump} onSlow={giveUp} />;
}

function Pages({
  pdf: { document: pdf },
  name,
  jump,
  onSlow,
}: {
  readonly pdf: OpenPdf;
  readonly name: string;
  readonly jump: Jump | undefined;
  readonly onSlow: () => void;
}): ReactNode {
  const say = useWords(words);
  const pages = pdf.numPages;
  const box = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState<number>(1);
  const width = useWidth(box);

  const goTo = useCallback(
    (wanted: number) => {
      const place = Math.min(Math.max(1, wanted), pages);
      const sheet = box.current?.querySelector<HTMLElement>(`[data-page="${String(place)}"]`);
      if (sheet && box.current) box.current.scrollTop = sheet.offsetTop - 8;
      setPage(place);
    },
    [pages],
  );
  useEffect(() => {
    if (jump?.kind !== 'page') return;
    box.current?.scrollIntoView({ block: 'nearest' });
    goTo(jump.value);
    box.current?.focus({ preventScroll: true });
  }, [jump, goTo]);

  const onScroll = (): void => {
    const { current } = box;
    if (current === null) return;
    const middle = current.scrollTop + current.clientHeight / 2;
    const sheets = [...current.querySelectorAll<HTMLElement>('[data-page]')];
    const seen = sheets.findLast((sheet) => sheet.offsetTop <= middle);
    if (seen !== undefined) setPage(Number(seen.dataset.page));
  };
  const at = zooms.findIndex((one) => one === zoom);
  return (
    <>
      <div className="pdf-bar" role="group" aria-label={fill(say.textOf, { name })}>
        <IconButton
          icon={ChevronUp}
          label={say.pdf.previous}
          isDisabled={page <= 1}
          onPress={() => goTo(page - 1)}
        />
        <IconButton
          icon={ChevronDown}
          label={say.pdf.next}
          isDisabled={page >= pages}
          onPress={() => goTo(page + 1)}
        />
        <span className="pdf-place" aria-live="polite">
          {fill(say.pdf.page, { page, pages })}
        </span>
        <IconButton
          icon={ZoomOut}
          label={say.pdf.smaller}
          isDisabled={at <= 0}
          onPress={() => setZoom(zooms[at - 1] ?? 1)}
        />
        <IconButton
          icon={ZoomIn}
          label={say.pdf.larger}
          isDisabled={at >= zooms.length - 1}
          onPress={() => setZoom(zooms[at + 1] ?? 1)}
        />
      </div>
      <div
        ref={box}
        className="pdf-pages"
        role="region"
        aria-label={fill(say.textOf, { name })}
        tabIndex={0}
        onScroll={onScroll}
      >
        {width > 0 &&
          Array.from({ length: pages }, (_, place) => (
            <PdfPage
              key={place}
              pdf={pdf}
              number={place + 1}
              width={Math.floor((width - 18) * zoom)}
              scroller={box}
              onSlow={onSlow}
            />
          ))}
      </div>
      <p className="item-small">{say.safeNote}</p>
      <PdfWords key={page} pdf={pdf} page={page} />
    </>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const watch = new ResizeObserver(() => setWidth(current.clientWidth));
    watch.observe(current);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
