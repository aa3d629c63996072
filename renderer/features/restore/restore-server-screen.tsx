import { Server } from 'lucide-react';
import type { ReactNode } from 'react';

import { engine, sealSecretFor } from '../../app/engine.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ServerFields } from '../../ui/server-fields.tsx';
import { useServer } from '../../ui/use-server.ts';
import { words } from './words.ts';

/** A second copy that lies on a WebDAV server. */
export function RestoreServerScreen(): ReactNode {
  const all = useWords(words);
  const say = all.server;
  const door = useDoor();
  const server = useServer();
  const look = (): void => {
    if (!server.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      await engine.call('restore.findOnServer', {
        ...server.asked,
        password: await sealSecretFor('restore.findOnServer/password', server.values.password),
      });
      await leaveFor('#/restore');
    });
  };
  return (
    <Page narrow title={say.title} lead={say.lead} back={{ to: '/restore', label: all.back }}>
      <DoorForm door={door} onSubmit={look}>
        <ServerFields server={server} say={say} isDisabled={door.busy} />
        {door.error?.code === 'access.no-vault' ? (
          <Notice live tone="attention" title={say.none} text={say.noneText} />
        ) : (
          door.error !== undefined && <ErrorNote title={say.problem} error={door.error} />
        )}
        <div className="door-actions">
          <Button variant="primary" type="submit" icon={Server} busy={door.busy}>
            {door.busy ? say.looking : say.look}
          </Button>
        </div>
      </DoorForm>
    </Page>
  );
}
