import type { ReactNode } from 'react';

import './visually-hidden.css';

/** For a screen reader alone. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="visually-hidden">{children}</span>;
}
