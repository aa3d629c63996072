import { Award, FileUp, FolderSync, Globe, Mail, PackageOpen, PanelTop, School } from 'lucide-react';

import type { Icon } from '../../ui/icon.ts';

/** What a kind of source looks like in lists. */
export function sourceIcon(type: string): Icon {
  switch (type) {
    case 'moodle':
    case 'canvas':
      return School;
    case 'folder':
      return FolderSync;
    case 'files':
      return FileUp;
    case 'portal':
      return PanelTop;
    case 'mailbox':
      return Mail;
    case 'openbadges':
      return Award;
    case 'import':
      return PackageOpen;
    default:
      return Globe;
  }
}
