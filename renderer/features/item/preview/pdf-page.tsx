import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { words } from '../words.ts';
import { annotationMode, asPdfError, inTime, type PDFDocumentProxy } from './pdf-document.ts';

/** Most points that a page is drawn with, however large it says it is. */
const mostPoints = 16_000_000;
/** A4, until the page's own shape is known. */
const usualShape = 297 / 210;
/** Beyond this no page of a book goes; what says so gets a shape that can be scrolled past. */
const longest = 8;

/** One page, drawn while it is near what is seen, and given up when it is far away. */
export function PdfPage({
  pdf,
  number,
  width,
  scroller,
  onSlow,
}: {
  readonly pdf: PDFDocumentProxy;
  readonly number: number;
  readonly width: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onSlow: () => void;
}): ReactNode {
  const say = useWords(words);
  const sheet = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(number === 1);
  const [shape, setShape] = useState(usualShape);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    const { current } = sheet;
    if (current === null) return undefined;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry !== undefined) setNear(entry.isIntersecting);
      },
      { root: scroller.current, rootMargin: '100% 0px' },
    );
    watch.observe(current);
    return () => watch.disconnect();
  }, [scroller]);

  useEffect(() => {
    const { current } = canvas;
    if (!near || current === null) return undefined;
    let gone = false;
    let cancel: (() => void) | undefined;
    const draw = async (): Promise<void> => {
      const page = await pdf.getPage(number);
      const whole = page.getViewport({ scale: 1 });
      const tall = Math.min(longest, whole.height / whole.width);
      if (gone) return;
      if (Number.isFinite(tall) && tall > 0) setShape(tall);
      const fit = width / whole.width;
      const wanted = fit * Math.min(window.devicePixelRatio, 2);
      const scale = Math.min(wanted, Math.sqrt(mostPoints / (whole.width * whole.height)));
      const viewport = page.getViewport({ scale });
      current.width = Math.max(1, Math.floor(viewport.width));
      current.height = Math.max(1, Math.floor(viewport.height));
      const task = page.render({ canvas: current, viewport, annotationMode, intent: 'display' });
      cancel = () => task.cancel();
      await task.promise;
    };
    const drawn = draw();
    inTime(drawn).catch((thrown: unknown) => {
      if (gone) return;
      if (asPdfError(thrown).trouble === 'slow') onSlow();
      else setBroken(true);
    });
    return () => {
      gone = true;
      cancel?.();
      // Gives the memory of the drawing back at once.
      current.width = 0;
      current.height = 0;
    };
  }, [near, pdf, number, width, onSlow]);

  const height = Math.round(width * shape);
  return (
    <div
      ref={sheet}
      className="pdf-page"
      data-page={number}
      style={{ width: `${String(width)}px`, height: `${String(height)}px` }}
    >
      {broken ? (
        <p className="item-small">{fill(say.pdf.pageBroken, { page: number })}</p>
      ) : (
        <canvas
          ref={canvas}
          role="img"
          aria-label={fill(say.pdf.page, { page: number, pages: pdf.numPages })}
          style={{ width: `${String(width)}px`, height: `${String(height)}px` }}
        />
      )}
    </div>
  );
}
