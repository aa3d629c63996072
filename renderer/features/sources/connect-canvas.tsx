import { Plug } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine, sealSecretFor } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { ensureCopying } from './ensure-copying.ts';
import { turnToSource } from './turn-to-source.ts';
import { words } from './words.ts';

/** Connects a Canvas by its address and an access token, and begins to copy. */
export function CanvasForm({ primary }: { readonly primary: boolean }): ReactNode {
  const say = useWords(words);
  const { canvas } = useWords(connectWords);
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const missing = (text: string): string | undefined =>
    tried && text.trim() === '' ? say.moodle.missing : undefined;
  const connect = (): void => {
    setTried(true);
    if (url.trim() === '' || token.trim() === '') return;
    run(async () => {
      const { source, notices } = await engine.call('sources.connectCanvas', {
        url: url.trim(),
        token: await sealSecretFor('sources.connectCanvas/token', token.trim()),
      });
      await ensureCopying(source.id);
      await turnToSource(source.id, 'connected', notices);
    });
  };
  return (
    <form
      className="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        connect();
      }}
    >
      <TextField
        label={canvas.address}
        help={canvas.addressHelp}
        value={url}
        onChange={setUrl}
        error={missing(url)}
        isDisabled={busy}
      />
      <PassphraseField
        label={canvas.token}
        help={canvas.tokenHelp}
        value={token}
        onChange={setToken}
        error={missing(token)}
        isDisabled={busy}
      />
      <Details summary={canvas.tokenTitle}>
        <p>{canvas.tokenText}</p>
      </Details>
      <ConnectError error={error} />
      <div>
        <Button variant={primary ? 'primary' : 'quiet'} type="submit" icon={Plug} busy={busy}>
          {busy ? canvas.connecting : say.moodle.connect}
        </Button>
      </div>
    </form>
  );
}
