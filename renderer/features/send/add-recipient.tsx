import { ImageUp, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import type { CallError } from '../../app/call-error.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ChooseFiles } from '../../ui/choose-files.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { announce } from '../../ui/announce.ts';
import { fill } from '../../language/fill.ts';
import type { Recipient } from './export-choice.ts';
import { readCardFile } from './read-card-file.ts';
import { words } from './words.ts';

/** Takes in a card: a file, a picture or photo of its code, or pasted text. */
export function AddRecipient({ onAdd }: { readonly onAdd: (recipient: Recipient) => void }): ReactNode {
  const say = useWords(words).readers;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const { busy, error, run, clear } = useAction();
  const take = async (card: string): Promise<void> => {
    const recipient = await engine.call('recipients.read', { text: card });
    onAdd(recipient);
    announce(fill(say.added, { name: recipient.card?.name ?? say.noName }));
  };
  const open = ([file]: readonly File[]): void =>
    run(async () => {
      setProblem(undefined);
      if (file === undefined) return;
      const read = await readCardFile(file);
      if ('problem' in read) setProblem(say.problem[read.problem]);
      else await take(read.text);
    });
  return (
    <div
      className="send-add"
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (files.length === 0) return;
        event.preventDefault();
        open(files);
      }}
    >
      <p className="send-soft">{say.addHelp}</p>
      {problem !== undefined && <Notice live tone="attention" title={problem} />}
      {error !== undefined && <CardError error={error} />}
      <div className="send-buttons">
        <ChooseFiles
          name="recipient-card"
          accept=".json,.txt,image/png,image/jpeg,image/webp,image/gif,image/bmp"
          icon={ImageUp}
          onFiles={(files) => {
            clear();
            open(files);
          }}
        >
          {say.choose}
        </ChooseFiles>
      </div>
      <form
        className="send-paste"
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(undefined);
          if (text.trim() === '') return;
          run(async () => {
            await take(text);
            setText('');
          });
        }}
      >
        <TextField exact multiline label={say.paste} help={say.pasteHelp} value={text} onChange={setText} />
        <div>
          <Button type="submit" icon={Plus} busy={busy} isDisabled={text.trim() === ''}>
            {say.add}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** What was given is no card, or not a whole one. */
function CardError({ error }: { readonly error: CallError }): ReactNode {
  const say = useWords(words).readers;
  switch (error.code) {
    case 'proof.invalid':
      return <Notice live tone="risk" title={say.problem.changed} />;
    case 'format.malformed':
    case 'input.usage':
      return <Notice live tone="attention" title={say.problem.mistyped} />;
    case 'format.unknown':
    case 'input.record-invalid':
      return <Notice live tone="attention" title={say.problem.noCard} />;
    default:
      return <ErrorNote error={error} />;
  }
}
