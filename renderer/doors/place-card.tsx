import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';

import './place-card.css';

/** A place on this computer, and what can be done about it. */
export function PlaceCard({
  label,
  icon: Icon,
  title,
  text,
  error,
  actions,
}: {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string | undefined;
  readonly error?: string | undefined;
  readonly actions: ReactNode;
}) {
  const id = useId();
  return (
    <div
      role="group"
      aria-labelledby={id}
      className="place"
      data-wrong={error === undefined ? undefined : ''}
      {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}
    >
      <p id={id} className="place-label">
        {label}
      </p>
      <div className="place-card">
        <Icon aria-hidden="true" size={20} strokeWidth={1.75} />
        <div className="place-words">
          <p>{title}</p>
          {text !== undefined && <p className="place-text">{text}</p>}
        </div>
        <div className="place-actions">{actions}</div>
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="place-error">
          {error}
        </p>
      )}
    </div>
  );
}
