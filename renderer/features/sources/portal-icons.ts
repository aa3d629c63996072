import { Award, BookOpenText, Landmark, Mail, Network, School } from 'lucide-react';

import type { Portal } from '../../../src/sources/catalogue/portal.ts';
import type { Icon } from '../../ui/icon.ts';

/** What a kind of portal looks like in lists. */
export const portalIcons: Readonly<Record<Portal['kind'], Icon>> = {
  learning: School,
  portfolio: BookOpenText,
  record: Landmark,
  mail: Mail,
  folder: Network,
  badges: Award,
};
