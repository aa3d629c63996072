import { ExternalLink } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRoute } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { Steps } from './steps.tsx';
import { words } from './words.ts';

/** Any other portal: the way to the portal window. */
export function OpenOtherPortal(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  return (
    <Page
      narrow
      title={say.other.title}
      lead={say.other.text}
      back={{ to: '/sources/add', label: say.add.back }}
    >
      <Steps steps={Object.values(say.other.steps)} />
      <Card>
        <OpenPortalForm address={query.get('address') ?? ''} primary />
      </Card>
    </Page>
  );
}

export interface OpenPortalFormProps {
  /** What the field holds at first. */
  readonly address: string;
  readonly primary: boolean;
}

/** Opens an address in the portal window. */
export function OpenPortalForm({ address, primary }: OpenPortalFormProps): ReactNode {
  const say = useWords(words);
  const [url, setUrl] = useState(address);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const open = (): void => {
    setTried(true);
    if (url.trim() === '') return;
    run(async () => {
      await shell.call('portal.open', { url: url.trim() });
    });
  };
  return (
    <form
      className="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <TextField
        label={say.other.address}
        help={say.moodle.addressHelp}
        value={url}
        onChange={setUrl}
        error={tried && url.trim() === '' ? say.moodle.missing : undefined}
      />
      <ConnectError error={error} />
      <div>
        <Button variant={primary ? 'primary' : 'quiet'} type="submit" icon={ExternalLink} busy={busy}>
          {say.other.open}
        </Button>
      </div>
    </form>
  );
}
