import { FilePlus2 } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { Grant } from '../../src/contract/shell-contract.ts';
import { useWords } from '../language/use-words.ts';
import { stroke } from '../ui/icon.ts';
import { appStateStore, useAppState } from './app-state.ts';
import { bringFiles } from './bring-files.ts';
import { asCallError } from './call-error.ts';
import { currentTaker, useCurrentTaker } from './drop.ts';
import './preload-bridge.ts';
import { shell } from './shell.ts';
import { toast } from './toasts.ts';
import { words } from './words.ts';

/** Files can be dropped anywhere on the window: the screen that is shown takes them, or they are added to the open vault. */
export function DropOverlay(): ReactNode {
  const say = useWords(words).drop;
  const taker = useCurrentTaker();
  const { engine } = useAppState();
  const hanging = useHangingFiles();
  useEffect(
    () =>
      shell.onEvent((event) => {
        if (event.type === 'dropped' && event.files.length > 0) take(event.files, say.closed);
      }),
    [say],
  );
  if (!hanging) return null;
  const open = engine === 'open';
  return (
    <div className="drop-veil">
      <div className="drop-sheet">
        <FilePlus2 strokeWidth={stroke} aria-hidden="true" />
        <p className="drop-title">{taker?.says ?? (open ? say.add : say.closed)}</p>
        {taker === undefined && open && <p className="drop-text">{say.folder}</p>}
      </div>
    </div>
  );
}

function take(files: readonly Grant[], closed: string): void {
  const taker = currentTaker();
  if (taker !== undefined) taker.take(files);
  else if (appStateStore.get()?.engine !== 'open') toast({ tone: 'info', text: closed });
  else {
    bringFiles(files).catch((thrown: unknown) => toast({ tone: 'risk', text: asCallError(thrown).message }));
  }
}

/** Whether files hang over the window; lets the preload have them when they are let go. */
function useHangingFiles(): boolean {
  const [hanging, setHanging] = useState(false);
  const depth = useRef(0);
  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const withFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const move = (step: number) => (event: DragEvent) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      depth.current = Math.max(0, depth.current + step);
      setHanging(depth.current > 0);
    };
    window.addEventListener('dragenter', move(1), { signal });
    window.addEventListener('dragleave', move(-1), { signal });
    window.addEventListener('dragover', move(0), { signal });
    window.addEventListener(
      'drop',
      (event) => {
        // Whatever is dropped, the window must not go there.
        event.preventDefault();
        depth.current = 0;
        setHanging(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) window.evidenceVault?.drop(files);
      },
      { signal },
    );
    return () => gone.abort();
  }, []);
  return hanging;
}
