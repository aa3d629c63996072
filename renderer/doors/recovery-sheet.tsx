import { useState } from 'react';
import { createPortal } from 'react-dom';

import { FileDown, Printer } from 'lucide-react';

import { engine, sealSecretFor } from '../app/engine.ts';
import { chooseFiles } from '../app/shell.ts';
import { fill } from '../language/fill.ts';
import { localeOf, useLanguage } from '../language/language.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Notice } from '../ui/notice.tsx';
import { useDoor } from './use-door.ts';
import { words } from './words.ts';
import './recovery-sheet.css';

/** The twelve words, to be written down, printed or saved. */
export function RecoverySheet({ recoveryKey }: { readonly recoveryKey: readonly string[] }) {
  const say = useWords(words).sheet;
  const door = useDoor();
  const [saved, setSaved] = useState<{ readonly sameDisk: boolean }>();

  const save = (): void =>
    door.attempt(async () => {
      const [to] = await chooseFiles('save-sheet', say.fileName);
      if (to === undefined) return;
      const sealed = await sealSecretFor('recovery.saveSheet/recoveryKey', recoveryKey.join(' '));
      setSaved(await engine.call('recovery.saveSheet', { recoveryKey: sealed, to: to.id }));
    });

  return (
    <div className="recovery-sheet">
      <ol className="recovery-grid" aria-label={say.label}>
        {recoveryKey.map((word, at) => (
          <li key={at}>
            <span className="recovery-number">{at + 1}</span>
            <span className="recovery-word">{word}</span>
          </li>
        ))}
      </ol>
      <div className="door-actions">
        <Button variant="quiet" icon={Printer} onPress={() => print()}>
          {say.print}
        </Button>
        <Button variant="quiet" icon={FileDown} busy={door.busy} onPress={save}>
          {say.save}
        </Button>
      </div>
      <div role="status">
        {saved !== undefined && (
          <Notice
            tone={saved.sameDisk ? 'attention' : 'safe'}
            title={saved.sameDisk ? say.sameDisk : say.saved}
            text={saved.sameDisk ? say.sameDiskHint : say.savedHint}
          />
        )}
      </div>
      {door.error !== undefined && <ErrorNote error={door.error} onRetry={save} />}
      <p className="door-quiet">{say.careful}</p>
      <Paper recoveryKey={recoveryKey} />
    </div>
  );
}

/** What goes to the printer, in place of the screen. */
function Paper({ recoveryKey }: { readonly recoveryKey: readonly string[] }) {
  const say = useWords(words).sheet;
  const locale = localeOf(useLanguage());
  const date = new Date().toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  return createPortal(
    <div className="recovery-paper" aria-hidden="true">
      <h1>{say.paperTitle}</h1>
      <p>{say.paperText}</p>
      <ol>
        {recoveryKey.map((word, at) => (
          <li key={at}>
            <span>{at + 1}</span> {word}
          </li>
        ))}
      </ol>
      <p>{say.paperHow}</p>
      <p>{fill(say.paperDate, { date })}</p>
    </div>,
    document.body,
  );
}
