import { useEffect, useRef, useState, type ReactNode } from 'react';

import { fill } from '../../../language/fill.ts';
import { useWords } from '../../../language/use-words.ts';
import { words } from '../words.ts';
import type { Jump } from './jump.ts';
import { Unshown } from './unshown.tsx';
import { addressOf, type Content } from './use-content.ts';

/** Sound or video by the system's own player, which asks for just the parts it plays. */
export function MediaPreview({
  content,
  kind,
  jump,
}: {
  readonly content: Content;
  readonly kind: 'audio' | 'video';
  readonly jump: Jump | undefined;
}): ReactNode {
  const say = useWords(words);
  const player = useRef<HTMLMediaElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const { current } = player;
    if (jump?.kind !== 'time' || current === null) return;
    current.currentTime = jump.value;
    current.focus();
  }, [jump]);
  if (broken) return <Unshown why="broken" />;
  const shared = {
    className: 'preview-player',
    src: addressOf(content),
    controls: true,
    preload: 'metadata',
    controlsList: 'nodownload noremoteplayback noplaybackrate',
    onError: () => setBroken(true),
  } as const;
  return kind === 'audio' ? (
    <audio
      {...shared}
      ref={(element) => void (player.current = element)}
      aria-label={fill(say.audio, { name: content.name })}
    />
  ) : (
    <video
      {...shared}
      ref={(element) => void (player.current = element)}
      playsInline
      disablePictureInPicture
      aria-label={fill(say.video, { name: content.name })}
    />
  );
}
