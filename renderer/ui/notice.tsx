import { Info, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { stroke } from './icon.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { words } from './words.ts';
import './marks.css';
import './notice.css';

const icons = { safe: ShieldCheck, attention: ShieldAlert, risk: ShieldX, info: Info } as const;
type Tone = keyof typeof icons;

export interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly text?: ReactNode;
  /** The one thing to do about it. */
  readonly action?: ReactNode;
  /** It came up after something the learner did: it is said at once to a screen reader. */
  readonly live?: boolean | undefined;
}

/** Something to know, with what to do about it. */
export function Notice({ tone, title, text, action, live = false }: NoticeProps): ReactNode {
  const say = useWords(words);
  const Icon = icons[tone];
  return (
    <div className={`notice tone-${tone}`} {...(live ? { role: tone === 'risk' ? 'alert' : 'status' } : {})}>
      <Icon className="notice-icon" strokeWidth={stroke} aria-hidden="true" />
      <div className="notice-body">
        <p className="notice-title">
          <VisuallyHidden>{say.tone[tone]}: </VisuallyHidden>
          {title}
        </p>
        {text !== undefined && <div className="notice-text">{text}</div>}
      </div>
      {action !== undefined && <div className="notice-action">{action}</div>}
    </div>
  );
}
