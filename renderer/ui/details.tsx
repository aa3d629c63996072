import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

import { stroke } from './icon.ts';
import './details.css';

export interface DetailsProps {
  readonly summary: string;
  readonly children: ReactNode;
  readonly open?: boolean | undefined;
  /** Told when it is opened or shut. */
  readonly onToggle?: ((open: boolean) => void) | undefined;
}

/** One level down: for who wants to know exactly. */
export function Details({ summary, children, open = false, onToggle }: DetailsProps): ReactNode {
  return (
    <details
      className="details"
      open={open}
      {...(onToggle === undefined ? {} : { onToggle: (event) => onToggle(event.currentTarget.open) })}
    >
      <summary className="details-summary">
        <ChevronRight strokeWidth={stroke} aria-hidden="true" />
        {summary}
      </summary>
      <div className="details-body">{children}</div>
    </details>
  );
}
