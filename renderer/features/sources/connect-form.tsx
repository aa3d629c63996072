import type { ReactNode } from 'react';

import type { PortalWay } from '../../../src/sources/catalogue/portal.ts';
import { BadgesForm } from './connect-badges.tsx';
import { CanvasForm } from './connect-canvas.tsx';
import { FolderForm } from './connect-folder.tsx';
import { MailboxForm } from './connect-mailbox.tsx';
import { MoodleForm } from './connect-moodle.tsx';

export interface FormProps {
  /** Its button is the screen's main one. */
  readonly primary: boolean;
}

export type ConnectedType = Extract<PortalWay, { how: 'connect' }>['source'];

/** The form that connects one type of source. */
export function ConnectForm({ source, primary }: FormProps & { readonly source: ConnectedType }): ReactNode {
  switch (source) {
    case 'moodle':
      return <MoodleForm primary={primary} />;
    case 'canvas':
      return <CanvasForm primary={primary} />;
    case 'mailbox':
      return <MailboxForm primary={primary} />;
    case 'openbadges':
      return <BadgesForm primary={primary} />;
    case 'folder':
      return <FolderForm primary={primary} />;
  }
}
