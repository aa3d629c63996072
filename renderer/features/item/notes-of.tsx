import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { engine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TakeBack } from './take-back.tsx';
import { words } from './words.ts';

/** As long as a note may be. */
const longest = 20_000;

/** The learner's own words about an item. */
export function NotesOf({
  item,
  onChanged,
}: {
  readonly item: ShownItem;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words);
  const [writing, setWriting] = useState(false);
  return (
    <Card title={say.notes}>
      {item.notes.length === 0 && !writing && <p className="item-small">{say.noNotes}</p>}
      {item.notes.length > 0 && (
        <ul className="notes">
          {item.notes.map(({ id, text, at }) => (
            <li key={id} className="note">
              <div className="note-body">
                <p className="note-text" dir="auto">
                  {text}
                </p>
                <p className="item-small">
                  <DateText at={at} />
                </p>
              </div>
              <TakeBack id={id} title={say.takeBackNote} onDone={onChanged} />
            </li>
          ))}
        </ul>
      )}
      {writing ? (
        <NoteForm
          item={item.id}
          onClose={(kept) => {
            setWriting(false);
            if (kept) onChanged();
          }}
        />
      ) : (
        <div>
          <Button icon={Plus} onPress={() => setWriting(true)}>
            {say.addNote}
          </Button>
        </div>
      )}
    </Card>
  );
}

function NoteForm({
  item,
  onClose,
}: {
  readonly item: string;
  readonly onClose: (kept: boolean) => void;
}): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  const { busy, error, run } = useAction();
  const empty = text.trim() === '';
  return (
    <form
      className="item-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (empty) return;
        run(async () => {
          await engine.call('notes.add', { item, text: text.trim().slice(0, longest) });
          toast({ tone: 'safe', text: say.noteKept });
          onClose(true);
        });
      }}
    >
      <TextField label={say.note} multiline autoFocus value={text} onChange={setText} />
      {error !== undefined && <ErrorNote error={error} />}
      <div className="item-buttons">
        <Button type="submit" busy={busy} isDisabled={empty}>
          {say.keepNote}
        </Button>
        <Button variant="plain" onPress={() => onClose(false)}>
          {say.cancel}
        </Button>
      </div>
    </form>
  );
}
