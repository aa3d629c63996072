import { Globe } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';

import { portalStateStore, usePortalState } from '../../app/app-state.ts';
import { navigate } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { words as uiWords } from '../../ui/words.ts';
import { AddressForm } from './address-form.tsx';
import { hostOf } from './host-of.ts';
import { PortalBar } from './portal-bar.tsx';
import { PortalSide } from './portal-side.tsx';
import { PortalPlace } from './portal-place.tsx';
import { words } from './words.ts';
import './portal.css';

/** The address bar of the portal window; main lays the portal's own view below it. */
export function PortalScreen(): ReactNode {
  const say = useWords(words);
  const { appName } = useWords(uiWords);
  const portal = usePortalState();
  const asked = useAction();
  const { run } = asked;
  useEffect(() => {
    run(async () => portalStateStore.set(await shell.call('portal.state', {})));
  }, [run]);
  const host = portal === undefined ? '' : hostOf(portal.address);
  useEffect(() => {
    document.title = `${host === '' ? say.title : fill(say.titleAt, { host })} · ${appName}`;
  }, [host, say, appName]);
  if (portal === undefined)
    return asked.error === undefined ? <Loading /> : <ErrorNote error={asked.error} />;
  if (!portal.open) return <NoPortal />;
  return (
    <div className="portal">
      <PortalBar portal={portal} />
      <PortalSide portal={portal} />
      <PortalPlace label={say.page} />
    </div>
  );
}

function NoPortal(): ReactNode {
  const say = useWords(words);
  const opening = useAction();
  return (
    <div className="portal-none">
      <Page title={say.title} narrow back={{ to: '/sources', label: say.sources }}>
        {opening.error !== undefined && <ErrorNote error={opening.error} />}
        <Empty icon={Globe} title={say.noneTitle} text={say.noneText} />
        <AddressForm
          address=""
          button={say.open}
          busy={opening.busy}
          onGo={(url) => opening.run(() => shell.call('portal.open', { url }))}
        />
        <Button variant="plain" onPress={() => navigate('/sources')}>
          {say.sources}
        </Button>
      </Page>
    </div>
  );
}
