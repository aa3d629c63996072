import { FileUp, FolderSync, Globe, PanelTop, School } from 'lucide-react';

import type { Icon } from '../../ui/icon.ts';

/** What a kind of source looks like in lists. */
export function sourceIcon(type: string): Icon {
  switch (type) {
    case 'moodle':
      return School;
    case 'folder':
      return FolderSync;
    case 'files':
      return FileUp;
    case 'portal':
      return PanelTop;
    default:
      return Globe;
  }
}
