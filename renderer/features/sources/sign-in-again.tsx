import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { ensureCopying } from './ensure-copying.ts';
import { noSecret, PortalSecretField, sealTyped, type TypedSecret } from './portal-secret.tsx';
import { signInWords } from './sign-in-words.ts';
import type { Source } from './source-state.ts';
import { turnToSource } from './turn-to-source.ts';
import { words } from './words.ts';

/** Signs in to a portal again after its sign-in ended, and copies from it at once. */
export function SignInAgain({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const hasWindow = source.type === 'moodle' || source.type === 'openbadges';
  return (
    <Card>
      <Notice tone="attention" title={say.one.signInTitle} text={say.one.signInText} />
      {source.type !== 'openbadges' && <TypedSignIn source={source} />}
      {hasWindow && <WindowSignIn source={source} />}
    </Card>
  );
}

/** What each type of source is signed in with: a name and a password or token, or just one of them. */
function TypedSignIn({ source }: { readonly source: Source }): ReactNode {
  const say = useWords(words);
  const [username, setUsername] = useState(source.username ?? '');
  const [secret, setSecret] = useState<TypedSecret>({ ...noSecret, isToken: source.type === 'canvas' });
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const asksName = source.type === 'moodle';
  const needsName = asksName && !secret.isToken;
  const signIn = (): void => {
    setTried(true);
    if (secret.text === '' || (needsName && username === '')) return;
    run(async () => {
      const { notices } = await engine.call('sources.signIn', {
        source: source.id,
        ...(asksName && username !== '' ? { username } : {}),
        secret: await sealTyped('sources.signIn', secret),
      });
      await ensureCopying(source.id);
      await turnToSource(source.id, 'signed-in', notices);
    });
  };
  const missing = tried && secret.text === '' ? say.moodle.missing : undefined;
  return (
    <form
      className="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        signIn();
      }}
    >
      {asksName && (
        <TextField
          label={say.moodle.username}
          value={username}
          isDisabled={busy}
          error={tried && username === '' && needsName ? say.moodle.missing : undefined}
          onChange={setUsername}
        />
      )}
      {asksName ? (
        <PortalSecretField value={secret} isDisabled={busy} error={missing} onChange={setSecret} />
      ) : (
        <OneSecretField
          type={source.type}
          value={secret.text}
          isDisabled={busy}
          error={missing}
          onChange={(text) => setSecret({ ...secret, text })}
        />
      )}
      <ConnectError error={error} />
      <div>
        <Button variant="primary" type="submit" icon={KeyRound} busy={busy}>
          {say.action['sign-in']}
        </Button>
      </div>
    </form>
  );
}

interface OneSecretFieldProps {
  readonly type: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (text: string) => void;
}

function OneSecretField({ type, ...field }: OneSecretFieldProps): ReactNode {
  const { canvas, mail } = useWords(connectWords);
  return type === 'canvas' ? (
    <PassphraseField label={canvas.token} help={canvas.tokenHelp} {...field} />
  ) : (
    <PassphraseField label={mail.password} help={mail.passwordHelp} {...field} />
  );
}

function WindowSignIn({ source }: { readonly source: Source }): ReactNode {
  const own = useWords(signInWords);
  const { busy, error, run } = useAction();
  const only = source.type === 'openbadges';
  return (
    <div className={only ? 'source-form' : 'source-or'}>
      <p>{only ? own.atHostHelp : own.atPortalHelp}</p>
      <ConnectError error={error} />
      <div>
        <Button
          variant={only ? 'primary' : 'quiet'}
          icon={KeyRound}
          busy={busy}
          onPress={() => run(() => shell.call('portal.open', { source: source.id, signIn: true }))}
        >
          {own.atPortal}
        </Button>
      </div>
    </div>
  );
}
