import { Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { Source } from './source-state.ts';
import { words } from './words.ts';

/** What happened at a source, without personal data, to be copied for whoever helps. */
export function SupportLog({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const [text, setText] = useState<string>();
  return (
    <Card title={say.one.logTitle}>
      <p className="sources-text">{say.one.logText}</p>
      {error !== undefined && <ErrorNote error={error} />}
      {text !== undefined && (
        // Long lines are read by scrolling; a keyboard must be able to.
        <pre className="source-log" aria-label={say.one.logLabel} role="region" tabIndex={0}>
          {text}
        </pre>
      )}
      <div>
        {text === undefined ? (
          <Button
            busy={busy}
            onPress={() =>
              run(async () => {
                const log = await engine.call('sources.log', { source: source.id });
                setText(log.text);
              })
            }
          >
            {say.one.logLoad}
          </Button>
        ) : (
          <Button
            icon={Copy}
            busy={busy}
            onPress={() =>
              run(async () => {
                await navigator.clipboard.writeText(text);
                toast({ tone: 'safe', text: say.one.logCopied });
              })
            }
          >
            {say.one.logCopy}
          </Button>
        )}
      </div>
    </Card>
  );
}
