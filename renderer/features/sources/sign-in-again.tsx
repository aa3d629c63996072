import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { ensureCopying } from './ensure-copying.ts';
import { noSecret, PortalSecretField, sealTyped } from './portal-secret.tsx';
import { signInWords } from './sign-in-words.ts';
import type { Source } from './source-state.ts';
import { turnToSource } from './turn-to-source.ts';
import { words } from './words.ts';

/** Signs in to a portal again after its sign-in ended, and copies from it at once. */
export function SignInAgain({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const own = useWords(signInWords);
  const [username, setUsername] = useState(source.username ?? '');
  const [secret, setSecret] = useState(noSecret);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const signIn = (): void => {
    setTried(true);
    if (secret.text === '' || (username === '' && !secret.isToken)) return;
    run(async () => {
      const { notices } = await engine.call('sources.signIn', {
        source: source.id,
        ...(username === '' ? {} : { username }),
        secret: await sealTyped('sources.signIn', secret),
      });
      await ensureCopying(source.id);
      await turnToSource(source.id, 'signed-in', notices);
    });
  };
  return (
    <Card>
      <Notice tone="attention" title={say.one.signInTitle} text={say.one.signInText} />
      <form
        className="source-form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn();
        }}
      >
        <TextField
          label={say.moodle.username}
          value={username}
          isDisabled={busy}
          error={tried && username === '' && !secret.isToken ? say.moodle.missing : undefined}
          onChange={setUsername}
        />
        <PortalSecretField
          value={secret}
          isDisabled={busy}
          error={tried && secret.text === '' ? say.moodle.missing : undefined}
          onChange={setSecret}
        />
        <ConnectError error={error} />
        <div>
          <Button variant="primary" type="submit" icon={KeyRound} busy={busy}>
            {say.action['sign-in']}
          </Button>
        </div>
      </form>
      <div className="source-form">
        <p>{own.atPortalHelp}</p>
        <div>
          <Button onPress={() => run(() => shell.call('portal.open', { source: source.id, signIn: true }))}>
            {own.atPortal}
          </Button>
        </div>
      </div>
    </Card>
  );
}
