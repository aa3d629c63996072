import type { ReactNode } from 'react';

import { stroke, type Icon } from './icon.ts';
import './notice.css';

export interface EmptyProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet, why, and how to begin. */
export function Empty({ icon: Icon, title, text, action }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      <Icon className="empty-icon" strokeWidth={stroke - 0.25} aria-hidden="true" />
      <p className="empty-title">{title}</p>
      {text !== undefined && <div className="empty-text">{text}</div>}
      {action}
    </div>
  );
}
