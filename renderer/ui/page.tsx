import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { hashOf } from './hash-of.ts';
import { stroke } from './icon.ts';
import { words } from './words.ts';
import './page.css';

export interface PageProps {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly lead?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** Where 'back' leads. */
  readonly back?: { readonly to: string; readonly label: string } | undefined;
  /** As wide as reading is comfortable, for forms and texts; else the whole column. */
  readonly narrow?: boolean | undefined;
  readonly children: ReactNode;
}

/** A screen: says its title to the window and takes the focus to its heading, so that a screen reader begins there. */
export function Page({ title, lead, actions, back, narrow = false, children }: PageProps): ReactNode {
  const say = useWords(words);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${say.appName}`;
  }, [title, say]);
  useEffect(() => {
    // A field that asked for the focus keeps it.
    const { activeElement } = document;
    const held = heading.current?.closest('main')?.contains(activeElement) === true && activeElement !== null;
    if (!held || activeElement.tagName === 'MAIN') heading.current?.focus({ preventScroll: true });
  }, []);
  const hasLead = lead !== undefined && lead !== false;
  const hasActions = actions !== undefined && actions !== false;
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <header className="page-head">
        {back !== undefined && (
          <a className="page-back" href={hashOf(back.to)}>
            <ArrowLeft strokeWidth={stroke} aria-hidden="true" />
            {back.label}
          </a>
        )}
        <div className="page-title-row">
          <h1 className="page-title" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {hasLead && <div className="page-lead">{lead}</div>}
          {hasActions && <div className="page-actions">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  );
}
