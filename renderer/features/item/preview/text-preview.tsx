import { useMemo, useState, type ReactNode } from 'react';

import { fill } from '../../../language/fill.ts';
import { saySize } from '../../../language/size-words.ts';
import { useWords } from '../../../language/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import { decodeText, piecesOf, withoutTricks } from './decode-text.ts';
import { Unshown } from './unshown.tsx';
import type { Content } from './use-content.ts';
import { usePart } from './use-part.ts';

const megabyte = 1_000_000;

/** Text as text, whatever it says: a page's code is shown and never drawn. The first megabyte, then more as asked. */
export function TextPreview({ content }: { readonly content: Content }): ReactNode {
  const say = useWords(words);
  const [length, setLength] = useState(megabyte);
  const part = usePart(content, length);
  if (part.state === 'loading') return <Loading label={say.previewLoading} />;
  if (part.state === 'error') return <Unshown why="broken" />;
  const shown = part.bytes.length;
  return (
    <>
      {/html|xml/u.test(content.mediaType) && <p className="item-small">{say.sourceNote}</p>}
      <InertText
        bytes={part.bytes}
        whole={shown === content.size}
        label={fill(say.textOf, { name: content.name })}
      />
      {shown < content.size && (
        <div className="preview-more">
          <span className="item-small">
            {fill(say.shownPart, { shown: saySize(shown), size: saySize(content.size) })}
          </span>
          <Button busy={shown < Math.min(length, content.size)} onPress={() => setLength(shown + megabyte)}>
            {say.showMore}
          </Button>
        </div>
      )}
    </>
  );
}

function InertText({
  bytes,
  whole,
  label,
}: {
  readonly bytes: Uint8Array;
  readonly whole: boolean;
  readonly label: string;
}): ReactNode {
  const pieces = useMemo(() => piecesOf(withoutTricks(decodeText(bytes, whole).text)), [bytes, whole]);
  return (
    // A region that scrolls must be reachable by the keyboard.
    <div className="preview-text" role="region" aria-label={label} tabIndex={0} dir="auto">
      {pieces.map((piece, at) => (
        <pre key={at}>{piece}</pre>
      ))}
    </div>
  );
}
