import { ImageOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import { imageSizeOf } from './image-size.ts';
import { svgCost } from './svg-cost.ts';
import { TextPreview } from './text-preview.tsx';
import { Unshown } from './unshown.tsx';
import { addressOf, type Content } from './use-content.ts';
import { usePart } from './use-part.ts';

/** Most points of a picture that is decoded: at four bytes each, 400 MB, twice what the largest phones take. */
const mostPoints = 100_000_000;
/** Enough of a photo to find its size behind the camera's own notes and its small preview. */
const headLength = 1_000_000;
/** Most bytes and shapes of a drawing that is drawn. */
const mostSvgBytes = 2_000_000;
const mostSvgShapes = 100_000;

/** A picture, once its header says that it is no larger than a computer can bear. A drawing (SVG) is only ever an image. */
export function ImagePreview({ content }: { readonly content: Content }): ReactNode {
  return content.mediaType.startsWith('image/svg') ? (
    <Drawing content={content} />
  ) : (
    <Picture content={content} />
  );
}

function Picture({ content }: { readonly content: Content }): ReactNode {
  const say = useWords(words);
  const head = usePart(content, headLength);
  const [broken, setBroken] = useState(false);
  if (head.state === 'loading') return <Loading label={say.previewLoading} />;
  if (head.state === 'error' || broken) return <Unshown why="broken" />;
  const size = imageSizeOf(head.bytes);
  if (size === undefined || size.width === 0 || size.height === 0) return <Unshown why="broken" />;
  if (size.width * size.height > mostPoints)
    return (
      <Empty
        icon={ImageOff}
        title={say.previewTooBig}
        text={fill(say.previewTooBigText, { width: size.width, height: size.height })}
      />
    );
  return (
    <figure className="preview-picture">
      <img
        src={addressOf(content)}
        alt={fill(say.picture, { name: content.name })}
        width={size.width}
        height={size.height}
        decoding="async"
        onError={() => setBroken(true)}
      />
    </figure>
  );
}

function Drawing({ content }: { readonly content: Content }): ReactNode {
  const say = useWords(words);
  const source = usePart(content, mostSvgBytes + 1);
  const [broken, setBroken] = useState(false);
  if (source.state === 'loading') return <Loading label={say.previewLoading} />;
  if (source.state === 'error') return <Unshown why="broken" />;
  const { shapes, strange } = svgCost(new TextDecoder().decode(source.bytes));
  if (broken) return <TextPreview content={content} />;
  if (strange || shapes > mostSvgShapes || source.bytes.length > mostSvgBytes)
    return (
      <>
        <Empty icon={ImageOff} title={say.previewStrange} text={say.previewStrangeText} />
        <TextPreview content={content} />
      </>
    );
  return (
    <figure className="preview-picture">
      <img
        src={addressOf(content)}
        alt={fill(say.drawing, { name: content.name })}
        onError={() => setBroken(true)}
      />
    </figure>
  );
}
