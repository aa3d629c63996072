import type { ReactNode } from 'react';

import { findPortal } from '../../../src/sources/catalogue/catalogue.ts';
import { useRoute } from '../../app/router.ts';
import { AddFiles } from './add-files.tsx';
import { ChoosePortal } from './choose-portal.tsx';
import { ConnectFolder } from './connect-folder.tsx';
import { OpenOtherPortal } from './open-other-portal.tsx';
import { PortalGuide } from './portal-guide.tsx';
import './sources.css';

/** 'Which portal do you use?', and then the steps of the one that was chosen. */
export function AddSourceScreen(): ReactNode {
  const { query } = useRoute();
  const portal = findPortal(query.get('portal') ?? '');
  if (portal !== undefined) return <PortalGuide key={portal.id} portal={portal} />;
  switch (query.get('way')) {
    case 'portal':
      return <OpenOtherPortal />;
    case 'folder':
      return <ConnectFolder />;
    case 'files':
      return <AddFiles />;
    default:
      return <ChoosePortal />;
  }
}
