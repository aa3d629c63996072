import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './words.ts';

/** Checks the same bundle once more, with the key that the sender gave in some other way. */
export function CheckWithKey({
  busy,
  onCheck,
}: {
  readonly busy: boolean;
  readonly onCheck: (key: string) => void;
}): ReactNode {
  const say = useWords(words);
  const [key, setKey] = useState('');
  return (
    <div className="verify-again">
      <Card title={say.noKey}>
        <p>{say.noKeyText}</p>
        <form
          className="verify-options"
          onSubmit={(event) => {
            event.preventDefault();
            if (key.trim() !== '') onCheck(key);
          }}
        >
          <TextField exact label={say.key} help={say.keyHelp} value={key} onChange={setKey} />
          <div>
            <Button type="submit" icon={KeyRound} busy={busy} isDisabled={key.trim() === ''}>
              {say.again}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  );
}
