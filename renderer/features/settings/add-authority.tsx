import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { DatesState } from '../../../src/contract/methods/date-methods.ts';
import { asCallError } from '../../app/call-error.ts';
import { engine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './dates-words.ts';

/** One more authority: one that is known, or any by its address. */
export function AddAuthority({
  known,
  onChanged,
}: {
  readonly known: DatesState['others'];
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words).dates;
  const [url, setUrl] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { busy, error, run } = useAction();
  const add = async (address: string): Promise<void> => {
    const { authorities } = await engine.call('dates.addAuthority', { url: address });
    const name = authorities.find((one) => one.url === URL.parse(address)?.href)?.name ?? address;
    toast({ tone: 'safe', text: fill(say.added, { name }) });
    setUrl('');
    onChanged();
  };
  const addTyped = (): void => {
    const address = url.trim();
    setWrong(address === '' ? say.addressEmpty : undefined);
    if (address === '') return;
    run(async () => {
      try {
        await add(address);
      } catch (thrown) {
        if (asCallError(thrown).code !== 'source.unsafe-address') throw thrown;
        setWrong(say.addressWrong);
      }
    });
  };
  return (
    <div className="settings-part">
      <Details summary={say.add}>
        <form
          className="settings-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            addTyped();
          }}
        >
          <p className="about-quiet">{say.addText}</p>
          <TextField label={say.address} help={say.addressHelp} error={wrong} value={url} onChange={setUrl} />
          <div>
            <Button type="submit" icon={Plus} busy={busy}>
              {say.addThis}
            </Button>
          </div>
          {known.length > 0 && (
            <>
              <p className="about-quiet">{say.known}</p>
              <div className="settings-buttons">
                {known.map((one) => (
                  <Button key={one.url} isDisabled={busy} onPress={() => run(() => add(one.url))}>
                    {fill(say.addKnown, { name: one.name })}
                  </Button>
                ))}
              </div>
            </>
          )}
          {error !== undefined && <ErrorNote error={error} />}
        </form>
      </Details>
    </div>
  );
}
