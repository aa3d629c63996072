import { ExternalLink, FileUp, MailPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { Portal, PortalWay } from '../../../src/sources/catalogue/portal.ts';
import { navigate } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { sayDay } from '../../report/say-day.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { Page } from '../../ui/page.tsx';
import { ConnectError } from './connect-error.tsx';
import { ConnectForm } from './connect-form.tsx';
import { bringChosenFilesToSources } from './bring-chosen-files.ts';
import { OpenPortalForm } from './open-other-portal.tsx';
import { portalWords } from './portal-words.ts';
import { Steps } from './steps.tsx';
import { words } from './words.ts';

/** One portal: its best way with the steps and the form or button for it, the other ways below, and what does not work. */
export function PortalGuide({ portal }: { readonly portal: Portal }): ReactNode {
  const say = useWords(portalWords);
  const { add } = useWords(words);
  const [best, ...others] = portal.ways;
  return (
    <Page narrow title={portal.name} lead={best?.brings} back={{ to: '/sources/add', label: add.back }}>
      {best !== undefined && (
        <Card title={say.way[best.how]}>
          <Way portal={portal} way={best} primary />
        </Card>
      )}
      {others.length > 0 && (
        <Card title={say.otherWays}>
          {others.map((way) => (
            <OtherWay key={keyOf(way)} portal={portal} way={way} />
          ))}
        </Card>
      )}
      <Card title={say.limits}>
        <ul className="source-points">
          {portal.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
        <Grounds portal={portal} />
      </Card>
    </Page>
  );
}

/** Its form is there once it is wanted: two fields of the same name would be one too many. */
function OtherWay({ portal, way }: Omit<WayProps, 'primary'>): ReactNode {
  const say = useWords(portalWords);
  const [open, setOpen] = useState(false);
  return (
    <Details summary={say.way[way.how]} open={open} onToggle={setOpen}>
      {open && (
        <>
          <p className="sources-text">{way.brings}</p>
          <Way portal={portal} way={way} primary={false} />
        </>
      )}
    </Details>
  );
}

function keyOf(way: PortalWay): string {
  return way.how === 'connect' ? way.source : way.how;
}

interface WayProps {
  readonly portal: Portal;
  readonly way: PortalWay;
  /** Its button is the screen's main one. */
  readonly primary: boolean;
}

function Way({ portal, way, primary }: WayProps): ReactNode {
  return (
    <div className="source-form">
      <Steps steps={way.steps} />
      <WayAction portal={portal} way={way} primary={primary} />
    </div>
  );
}

function WayAction({ portal, way, primary }: WayProps): ReactNode {
  switch (way.how) {
    case 'connect':
      return <ConnectForm source={way.source} primary={primary} />;
    case 'window':
      return <OpenPortalForm address={way.address ?? ''} primary={primary} />;
    case 'file':
      return <BringFiles primary={primary} mail={false} />;
    case 'mail':
      return <BringFiles primary={primary} mail={portal.kind !== 'mail'} />;
  }
}

interface BringFilesProps {
  readonly primary: boolean;
  /** They are e-mails, which a connected mailbox brings too. */
  readonly mail: boolean;
}

function BringFiles({ primary, mail }: BringFilesProps): ReactNode {
  const say = useWords(portalWords);
  const { error, run } = useAction();
  return (
    <>
      <ConnectError error={error} />
      <div className="sources-buttons">
        <Button
          variant={primary ? 'primary' : 'quiet'}
          icon={FileUp}
          onPress={() => run(bringChosenFilesToSources)}
        >
          {mail ? say.chooseMail : say.chooseFile}
        </Button>
        {mail && (
          <Button icon={MailPlus} onPress={() => navigate('/sources/add?portal=email')}>
            {say.mailbox}
          </Button>
        )}
      </div>
    </>
  );
}

/** When somebody last looked, and at what. */
function Grounds({ portal }: { readonly portal: Portal }): ReactNode {
  const say = useWords(portalWords);
  const { error, run } = useAction();
  return (
    <Details summary={say.about}>
      <p className="sources-text">{fill(say.looked, { date: sayDay(portal.looked) })}</p>
      {portal.sources.length === 0 && <p className="sources-text">{say.noSource}</p>}
      <ConnectError error={error} />
      <ul className="source-links">
        {portal.sources.map((url) => (
          <li key={url}>
            <Button
              variant="plain"
              icon={ExternalLink}
              onPress={() => run(() => shell.call('shell.openLink', { url }))}
            >
              {fill(say.openPage, { page: new URL(url).host })}
            </Button>
          </li>
        ))}
      </ul>
    </Details>
  );
}
