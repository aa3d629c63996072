import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { PracticeSignIn } from './practice-sign-in.tsx';
import { words } from './words.ts';

/** Connects a host of Open Badges: the learner signs in on its own page, in the portal window, which ends by itself. */
export function BadgesForm({ primary }: { readonly primary: boolean }): ReactNode {
  const say = useWords(words);
  const { badges } = useWords(connectWords);
  const { practice } = useAppState();
  const [url, setUrl] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const open = (): void => {
    setTried(true);
    if (url.trim() !== '') run(() => shell.call('portal.open', { url: url.trim(), connect: 'openbadges' }));
  };
  return (
    <>
      {practice && <PracticeSignIn onFill={(filled) => setUrl(filled.url)} />}
      <form
        className="source-form"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <TextField
          label={badges.address}
          help={badges.addressHelp}
          value={url}
          onChange={setUrl}
          error={tried && url.trim() === '' ? say.moodle.missing : undefined}
          isDisabled={busy}
        />
        <ConnectError error={error} />
        <div>
          <Button variant={primary ? 'primary' : 'quiet'} type="submit" icon={KeyRound} busy={busy}>
            {busy ? badges.looking : badges.signIn}
          </Button>
        </div>
      </form>
    </>
  );
}
