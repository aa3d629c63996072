import { FolderSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChooseMail } from './choose-mail.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { connectionFor, emptyMailbox, type TypedMailbox } from './mail-connection.ts';
import { words } from './words.ts';

type MailFolders = EngineOutput<'sources.mailFolders'>['folders'];
/** Connects a mailbox in two steps: the account, then which of its e-mails, with a look at what would be kept. */
export function MailboxForm({ primary }: { readonly primary: boolean }): ReactNode {
  const [typed, setTyped] = useState(emptyMailbox);
  const [folders, setFolders] = useState<MailFolders>();
  if (folders !== undefined)
    return (
      <ChooseMail
        folders={folders}
        connection={(method) => connectionFor(method, typed)}
        onBack={() => setFolders(undefined)}
      />
    );
  return <AccountForm primary={primary} typed={typed} onChange={setTyped} onFolders={setFolders} />;
}

interface AccountFormProps {
  readonly primary: boolean;
  readonly typed: TypedMailbox;
  readonly onChange: (typed: TypedMailbox) => void;
  readonly onFolders: (folders: MailFolders) => void;
}

function AccountForm({ primary, typed, onChange, onFolders }: AccountFormProps): ReactNode {
  const say = useWords(words);
  const { mail } = useWords(connectWords);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const missing = (text: string): string | undefined =>
    tried && text.trim() === '' ? say.moodle.missing : undefined;
  const look = (): void => {
    setTried(true);
    if (typed.host.trim() === '' || typed.username.trim() === '' || typed.password === '') return;
    run(async () => {
      const connection = await connectionFor('sources.mailFolders', typed);
      onFolders((await engine.call('sources.mailFolders', connection)).folders);
    });
  };
  return (
    <form
      className="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <TextField
        label={mail.host}
        help={mail.hostHelp}
        value={typed.host}
        onChange={(host) => onChange({ ...typed, host })}
        error={missing(typed.host)}
        isDisabled={busy}
      />
      <TextField
        label={mail.username}
        value={typed.username}
        onChange={(username) => onChange({ ...typed, username })}
        error={missing(typed.username)}
        isDisabled={busy}
      />
      <PassphraseField
        label={mail.password}
        help={mail.passwordHelp}
        value={typed.password}
        onChange={(password) => onChange({ ...typed, password })}
        error={missing(typed.password)}
        isDisabled={busy}
      />
      <Details summary={mail.passwordTitle}>
        <p>{mail.passwordText}</p>
      </Details>
      <Details summary={mail.more}>
        <SelectField
          label={mail.security}
          value={typed.security}
          options={(['tls', 'starttls', 'none'] as const).map((id) => ({ id, label: mail.securities[id] }))}
          onChange={(security) => onChange({ ...typed, security })}
        />
        <TextField
          label={mail.port}
          help={mail.portHelp}
          type="number"
          value={typed.port}
          onChange={(port) => onChange({ ...typed, port })}
        />
      </Details>
      <ConnectError error={error} />
      <div>
        <Button variant={primary ? 'primary' : 'quiet'} type="submit" icon={FolderSearch} busy={busy}>
          {busy ? mail.looking : mail.look}
        </Button>
      </div>
    </form>
  );
}
