import { BookLock } from 'lucide-react';
import { Suspense, useRef, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { announcerId } from '../ui/announce.ts';
import { stroke } from '../ui/icon.ts';
import { Loading } from '../ui/loading.tsx';
import { words as uiWords } from '../ui/words.ts';
import { useAppState } from './app-state.ts';
import { DatesStrip } from './dates-strip.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PracticeRibbon } from './practice-ribbon.tsx';
import { Rail } from './rail.tsx';
import { ReopenRibbon } from './reopen-ribbon.tsx';
import type { Frame } from './routes.tsx';
import { TaskStrip } from './task-strip.tsx';
import { Toasts } from './toasts-view.tsx';
import { words } from './words.ts';
import './layout.css';

interface LayoutProps {
  readonly frame: Frame;
  readonly path: string;
  readonly children: ReactNode;
}

/** What stands around every screen. */
export function Layout({ frame, path, children }: LayoutProps): ReactNode {
  const say = useWords(words);
  const { engine, practice, reopen } = useAppState();
  const main = useRef<HTMLElement>(null);
  const open = engine === 'open';
  const railed = frame === 'rail' && open;
  const screen = (
    <ErrorBoundary place={path}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </ErrorBoundary>
  );
  return (
    <div className={`layout layout-${railed ? 'rail' : frame === 'bare' ? 'bare' : 'door'}`}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {say.skip}
      </button>
      {railed && <Rail />}
      <div className="layout-main">
        {practice && open && frame !== 'bare' && <PracticeRibbon />}
        {railed && reopen !== undefined && <ReopenRibbon />}
        <main ref={main} tabIndex={-1} className="layout-screen">
          {!railed && frame !== 'bare' && <Brand />}
          {screen}
        </main>
        {open && frame !== 'bare' && <TaskStrip />}
        {railed && <DatesStrip />}
      </div>
      <Toasts />
      {frame !== 'bare' && <DropOverlay />}
      <div id={announcerId} className="visually-hidden" role="status" aria-live="polite" />
    </div>
  );
}

function Brand(): ReactNode {
  const say = useWords(uiWords);
  return (
    <div className="layout-brand">
      <BookLock strokeWidth={stroke} aria-hidden="true" />
      {say.appName}
    </div>
  );
}
