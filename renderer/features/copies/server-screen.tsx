import { Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine, sealSecretFor } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './words.ts';
import './copies.css';

/** A place for second copies on a WebDAV server. */
export function CopyServerScreen(): ReactNode {
  const all = useWords(words);
  const say = all.form;
  const [url, setUrl] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const missing = (text: string): string | undefined =>
    tried && text.trim() === '' ? say.missing : undefined;
  const connect = (): void => {
    setTried(true);
    if ([url, user, password].some((text) => text.trim() === '')) return;
    run(async () => {
      const { id, name } = await engine.call('replicas.addServer', {
        url: url.trim(),
        user: user.trim(),
        password: await sealSecretFor('replicas.addServer/password', password),
      });
      await startTask('replicas.sync', { copy: id });
      toast({ tone: 'safe', text: fill(all.added, { name }) });
      navigate('/copies', { replace: true });
    });
  };
  return (
    <Page narrow title={say.title} lead={say.lead} back={{ to: '/copies', label: say.back }}>
      <form
        className="copies-form"
        onSubmit={(event) => {
          event.preventDefault();
          connect();
        }}
      >
        <TextField
          label={say.address}
          help={say.addressHelp}
          value={url}
          onChange={setUrl}
          error={missing(url)}
          isDisabled={busy}
        />
        <TextField label={say.user} value={user} onChange={setUser} error={missing(user)} isDisabled={busy} />
        <PassphraseField
          label={say.password}
          help={say.passwordHelp}
          value={password}
          onChange={setPassword}
          error={missing(password)}
          isDisabled={busy}
        />
        {error !== undefined && <ErrorNote title={say.problem} error={error} />}
        <div>
          <Button variant="primary" type="submit" icon={Server} busy={busy}>
            {busy ? say.connecting : say.connect}
          </Button>
        </div>
      </form>
    </Page>
  );
}
