import { lazy, Suspense, type ReactNode } from 'react';

import type { ShownItem } from '../../../../src/contract/methods/item-methods.ts';
import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { Card } from '../../../ui/card.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { words } from '../words.ts';
import type { Jump } from './jump.ts';
import { ImagePreview } from './image-preview.tsx';
import { MailPreview } from './mail-preview.tsx';
import { MediaPreview } from './media-preview.tsx';
import { TextPreview } from './text-preview.tsx';
import { Unshown } from './unshown.tsx';
import { useContent, type Content } from './use-content.ts';
import './preview.css';

/** Read only when a PDF is looked at: its reader is larger than the rest of the page. */
const PdfPreview = lazy(async () => ({ default: (await import('./pdf-preview.tsx')).PdfPreview }));

/** An item's content, shown without letting it act: no scripts, no network, nothing on the disk. */
export function Preview({
  item,
  version,
  jump,
}: {
  readonly item: Pick<ShownItem, 'id'>;
  /** The latest if left out. */
  readonly version: number | undefined;
  readonly jump: Jump | undefined;
}): ReactNode {
  const say = useWords(words);
  const asked = useContent(item.id, version);
  return (
    <Card
      title={say.preview}
      aside={version === undefined ? undefined : fill(say.previewVersion, { version })}
    >
      {asked.state === 'loading' && <Loading label={say.previewLoading} />}
      {asked.state === 'error' && <ErrorNote error={asked.error} />}
      {asked.state === 'ready' && <Shown content={asked.content} jump={jump} />}
    </Card>
  );
}

function Shown({ content, jump }: { readonly content: Content; readonly jump: Jump | undefined }): ReactNode {
  const say = useWords(words);
  if (content.size === 0) return <Unshown why="empty" />;
  switch (content.preview) {
    case 'image':
      return <ImagePreview content={content} />;
    case 'pdf':
      return (
        <Suspense fallback={<Loading label={say.previewLoading} />}>
          <PdfPreview content={content} jump={jump} />
        </Suspense>
      );
    case 'audio':
    case 'video':
      return <MediaPreview content={content} kind={content.preview} jump={jump} />;
    case 'text':
      return <TextPreview content={content} />;
    case 'mail':
      return <MailPreview content={content} />;
    case 'none':
      return <Unshown why="none" />;
  }
}
