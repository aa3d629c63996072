import { Plug } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { ensureCopying } from './ensure-copying.ts';
import { noSecret, PortalSecretField, sealTyped, type TypedSecret } from './portal-secret.tsx';
import { Steps } from './steps.tsx';
import { turnToSource } from './turn-to-source.ts';
import { words } from './words.ts';

/** Connects a Moodle by its address and the learner's sign-in, and begins to copy. */
export function ConnectMoodle(): ReactNode {
  const say = useWords(words);
  const { practice } = useAppState();
  const [url, setUrl] = useState('');
  const [username, setUsername] = useState('');
  const [secret, setSecret] = useState<TypedSecret>(noSecret);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const missing = (text: string): string | undefined =>
    tried && text.trim() === '' ? say.moodle.missing : undefined;

  const connect = (): void => {
    setTried(true);
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

  return (
    <Page narrow title={say.moodle.title} back={{ to: '/sources/add', label: say.add.back }}>
      <Steps steps={Object.values(say.moodle.steps)} />
      {practice && (
        <PracticeSignIn
          onFill={(filled) => {
            setUrl(filled.url);
            setUsername(filled.username);
            setSecret({ isToken: false, text: filled.password });
          }}
        />
      )}
      <Card>
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
            error={missing(url)}
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
            <Button variant="primary" type="submit" icon={Plug} busy={busy}>
              {busy ? say.moodle.connecting : say.moodle.connect}
            </Button>
          </div>
        </form>
      </Card>
    </Page>
  );
}

interface SignInDetails {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** In a practice vault the practice provider's own sign-in is at hand. */
function PracticeSignIn({ onFill }: { readonly onFill: (details: SignInDetails) => void }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  return (
    <>
      <Notice
        tone="info"
        title={say.moodle.practice}
        action={
          <Button
            busy={busy}
            onPress={() => run(async () => onFill(await engine.call('practice.address', {})))}
          >
            {say.moodle.fill}
          </Button>
        }
      />
      <ConnectError error={error} />
    </>
  );
}
