import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { asCallError } from '../../app/call-error.ts';
import { engine } from '../../app/engine.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './dates-words.ts';

interface Wrong {
  readonly url?: string;
  readonly key?: string;
}

/** One more witness, by the address and key that whoever runs it gave. It is shown the history at once. */
export function AddWitness({ onChanged }: { readonly onChanged: () => void }): ReactNode {
  const say = useWords(words).witnesses;
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [wrong, setWrong] = useState<Wrong>({});
  const { busy, error, run } = useAction();
  const add = async (): Promise<void> => {
    const typed = { url: url.trim(), key: key.trim() };
    try {
      await engine.call('witnesses.add', typed);
    } catch (thrown) {
      const { code, details } = asCallError(thrown);
      if (code !== 'input.usage') throw thrown;
      setWrong(details.field === 'key' ? { key: say.keyWrong } : { url: say.addressWrong });
      return;
    }
    const [name = ''] = typed.key.split('+', 1);
    toast({ tone: 'safe', text: fill(say.added, { name }) });
    setUrl('');
    setKey('');
    onChanged();
    await startTask('witnesses.ask', {});
  };
  const submit = (): void => {
    const empty: Wrong = {
      ...(url.trim() === '' ? { url: say.addressEmpty } : {}),
      ...(key.trim() === '' ? { key: say.keyEmpty } : {}),
    };
    setWrong(empty);
    if (empty.url === undefined && empty.key === undefined) run(add);
  };
  return (
    <div className="settings-part">
      <Details summary={say.add}>
        <form
          className="settings-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <TextField
            label={say.address}
            help={say.addressHelp}
            error={wrong.url}
            value={url}
            onChange={setUrl}
          />
          <TextField
            label={say.key}
            help={say.keyHelp}
            error={wrong.key}
            value={key}
            onChange={setKey}
            exact
          />
          <div>
            <Button type="submit" icon={Plus} busy={busy}>
              {say.addThis}
            </Button>
          </div>
          {error !== undefined && <ErrorNote error={error} />}
        </form>
      </Details>
    </div>
  );
}
