import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { hashOf } from './hash-of.ts';
import { stroke, type Icon } from './icon.ts';
import './rows.css';

/** A list of rows with hairlines; inside a flush card it goes to its edges. */
export function Rows({
  children,
  label,
}: {
  readonly children: ReactNode;
  readonly label?: string;
}): ReactNode {
  return (
    <ul className="rows" role="list" {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </ul>
  );
}

export interface RowProps {
  readonly icon?: Icon | undefined;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** At the end: a mark, a date, a button. It stays outside the row's own link. */
  readonly aside?: ReactNode;
  /** The title leads there. */
  readonly to?: string | undefined;
  readonly onPress?: (() => void) | undefined;
}

export function Row({ icon: Icon, title, text, aside, to, onPress }: RowProps): ReactNode {
  const leads = to !== undefined || onPress !== undefined;
  return (
    <li className={leads ? 'row row-leads' : 'row'}>
      {Icon !== undefined && <Icon className="row-icon" strokeWidth={stroke} aria-hidden="true" />}
      <div className="row-body">
        <div className="row-title">
          {to !== undefined ? (
            <a className="row-link" href={hashOf(to)}>
              {title}
            </a>
          ) : onPress !== undefined ? (
            <AriaButton className="row-link" onPress={() => onPress()}>
              {title}
            </AriaButton>
          ) : (
            title
          )}
        </div>
        {text !== undefined && <div className="row-text">{text}</div>}
      </div>
      {aside !== undefined && <div className="row-aside">{aside}</div>}
      {leads && aside === undefined && (
        <ChevronRight className="row-chevron" strokeWidth={stroke} aria-hidden="true" />
      )}
    </li>
  );
}
