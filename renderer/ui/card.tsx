import { useId, type ReactNode } from 'react';

import './page.css';

export interface CardProps {
  readonly title?: string | undefined;
  readonly aside?: ReactNode;
  /** The content goes to the card's edges, as rows and tables do. */
  readonly flush?: boolean | undefined;
  readonly children: ReactNode;
}

export function Card({ title, aside, flush = false, children }: CardProps): ReactNode {
  const id = useId();
  return (
    <section className="card" {...(title === undefined ? {} : { 'aria-labelledby': id })}>
      {title !== undefined && (
        <div className="card-head">
          <h2 className="section-title" id={id}>
            {title}
          </h2>
          {aside !== undefined && <div className="section-aside">{aside}</div>}
        </div>
      )}
      {flush ? children : <div className="card-body">{children}</div>}
    </section>
  );
}
