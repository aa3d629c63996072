import { Server } from 'lucide-react';
import type { ReactNode } from 'react';

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
import { ServerFields } from '../../ui/server-fields.tsx';
import { useServer } from '../../ui/use-server.ts';
import { words } from './words.ts';
import './copies.css';

/** A place for second copies on a WebDAV server. */
export function CopyServerScreen(): ReactNode {
  const all = useWords(words);
  const say = all.form;
  const server = useServer();
  const { busy, error, run } = useAction();
  const connect = (): void => {
    if (!server.check()) return;
    run(async () => {
      const { id, name } = await engine.call('replicas.addServer', {
        ...server.asked,
        password: await sealSecretFor('replicas.addServer/password', server.values.password),
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
        <ServerFields server={server} say={say} isDisabled={busy} />
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
