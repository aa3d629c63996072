import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { stroke } from '../ui/icon.ts';

interface RibbonProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

/** A line above every screen, for what is so of the whole vault. */
export function Ribbon({ icon: Icon, title, text, action }: RibbonProps): ReactNode {
  return (
    <aside className="ribbon" aria-label={title}>
      <span className="ribbon-word">
        <Icon strokeWidth={stroke} aria-hidden="true" />
        {title}
      </span>
      <span className="ribbon-text">{text}</span>
      {action}
    </aside>
  );
}
