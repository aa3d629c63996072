import type { ReactNode } from 'react';

import { hashOf } from '../app/router.ts';
import { shell } from '../app/shell.ts';
import './link.css';

/** Leads to a place in the app. */
export function Link({ to, children }: { readonly to: string; readonly children: ReactNode }): ReactNode {
  return (
    <a className="link" href={hashOf(to)}>
      {children}
    </a>
  );
}

/** Opens a web address in the learner's browser; main asks first. */
export function WebLink({
  url,
  children,
}: {
  readonly url: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <a
      className="link"
      href={url}
      onClick={(event) => {
        event.preventDefault();
        // Refused or thought better of: then nothing opens, and main said so itself.
        shell.call('shell.openLink', { url }).catch(() => undefined);
      }}
    >
      {children}
    </a>
  );
}
