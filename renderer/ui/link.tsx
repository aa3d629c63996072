import type { ReactNode } from 'react';

import { hashOf } from './hash-of.ts';
import './link.css';

/** Leads to a place in the app. */
export function Link({ to, children }: { readonly to: string; readonly children: ReactNode }): ReactNode {
  return (
    <a className="link" href={hashOf(to)}>
      {children}
    </a>
  );
}
