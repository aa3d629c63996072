import type { ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { Progress } from '../ui/progress.tsx';
import type { TaskKind } from '../../src/contract/tasks.ts';
import { asCallError } from './call-error.ts';
import { useRoute } from './router.ts';
import { cancelTask, useTasks } from './tasks.ts';
import { toast } from './toasts.ts';
import { words } from './words.ts';

/** Kinds that count bytes; the others count items. */
const countsBytes = new Set(['save-copy', 'export', 'verify', 'check', 'copy-vault', 'check-copy']);

/** Work that a screen shows by itself, larger: said twice it would confuse. */
const shownBy: Readonly<Record<string, readonly TaskKind[]>> = {
  sources: ['sync', 'add-files', 'connect', 'preview-import', 'import'],
  send: ['export'],
  verify: ['verify'],
  health: ['check', 'rebuild-index', 'repair', 'switch-parity'],
  copies: ['copy-vault', 'check-copy', 'rehearse', 'take-in-forks'],
  restore: ['restore'],
  settings: ['ask-dates', 'refresh-dates', 'ask-witnesses'],
};

/** What is under way, on every screen, with a way to stop it. */
export function TaskStrip(): ReactNode {
  const say = useWords(words).tasks;
  const here = useRoute().segments[0] ?? '';
  const running = useTasks().filter(
    ({ state, kind }) => state === 'running' && shownBy[here]?.includes(kind) !== true,
  );
  // What a person began comes before what the schedule began.
  const shown = running.find(({ quiet }) => !quiet) ?? running[0];
  if (shown === undefined) return null;
  const { progress } = shown;
  return (
    <section className="task-strip" aria-label={say.label}>
      <div className="task-strip-inner">
        <Progress
          label={say[shown.kind]}
          done={progress?.done ?? 0}
          total={progress?.total}
          name={progress?.name}
          counts={countsBytes.has(shown.kind) ? 'bytes' : 'items'}
          onCancel={() => {
            cancelTask(shown.id).catch((thrown: unknown) =>
              toast({ tone: 'risk', text: asCallError(thrown).message }),
            );
          }}
        />
        {running.length > 1 && (
          <div className="task-strip-more">{fill(say.more, { count: running.length - 1 })}</div>
        )}
      </div>
    </section>
  );
}
