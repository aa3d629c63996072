import { KeyRound, Plug } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { engine } from '../../app/engine.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { ensureCopying } from './ensure-copying.ts';
import { noSecret, PortalSecretField, sealTyped, type TypedSecret } from './portal-secret.tsx';
import { PracticeSignIn } from './practice-sign-in.tsx';
import { signInWords } from './sign-in-words.ts';
import { turnToSource } from './turn-to-source.ts';
import { words } from './words.ts';

/** Connects a Moodle by its address and the learner's sign-in, typed here or on the portal's own page, and begins to copy. */
export function MoodleForm({ primary }: { readonly primary: boolean }): ReactNode {
  const say = useWords(words);
  const own = useWords(signInWords);
  const { or } = useWords(connectWords);
  const { practice } = useAppState();
  const [url, setUrl] = useState('');
  const [username, setUsername] = useState('');
  const [secret, setSecret] = useState<TypedSecret>(noSecret);
  const [tried, setTried] = useState<'typed' | 'window'>();
  const { busy, error, run } = useAction();
  const missing = (text: string): string | undefined =>
    tried === 'typed' && text.trim() === '' ? say.moodle.missing : undefined;

  const connect = (): void => {
    setTried('typed');
    const needsName = !secret.isToken;
    if (url.trim() === '' || secret.text === '' || (needsName && username.trim() === '')) return;
    run(async () => {
      const { source, notices } = await engine.call('sources.connectMoodle', {
        url: url.trim(),
        username: username.trim(),
        secret: await sealTyped('sources.connectMoodle', secret),
      });
      await ensureCopying(source.id);
      await turnToSource(source.id, 'connected', notices);
    });
  };
  const signInThere = (): void => {
    setTried('window');
    if (url.trim() !== '') run(() => shell.call('portal.open', { url: url.trim(), connect: 'moodle' }));
  };

  return (
    <>
      {practice && (
        <PracticeSignIn
          onFill={(filled) => {
            setUrl(filled.url);
            setUsername(filled.username);
            setSecret({ isToken: false, text: filled.password });
          }}
        />
      )}
      <form
        className="source-form"
        onSubmit={(event) => {
          event.preventDefault();
          connect();
        }}
      >
        <TextField
          label={say.moodle.address}
          help={say.moodle.addressHelp}
          value={url}
          onChange={setUrl}
          error={tried !== undefined && url.trim() === '' ? say.moodle.missing : undefined}
          isDisabled={busy}
        />
        <TextField
          label={say.moodle.username}
          help={say.moodle.usernameHelp}
          value={username}
          onChange={setUsername}
          error={secret.isToken ? undefined : missing(username)}
          isDisabled={busy}
        />
        <PortalSecretField
          value={secret}
          onChange={setSecret}
          error={missing(secret.text)}
          isDisabled={busy}
        />
        <ConnectError error={error} />
        <div>
          <Button
            variant={primary ? 'primary' : 'quiet'}
            type="submit"
            icon={Plug}
            busy={busy && tried === 'typed'}
          >
            {busy && tried === 'typed' ? say.moodle.connecting : say.moodle.connect}
          </Button>
        </div>
      </form>
      <div className="source-or">
        <p>
          <strong>{or}</strong> {own.atPortalHelp}
        </p>
        <div>
          <Button icon={KeyRound} busy={busy && tried === 'window'} onPress={signInThere}>
            {own.atPortal}
          </Button>
        </div>
      </div>
    </>
  );
}
