import { BookLock, Files, HeartPulse, House, Lock, Plug, Send, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import { stroke, type Icon } from '../ui/icon.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { words as uiWords } from '../ui/words.ts';
import { useEngine } from './engine.ts';
import { lockNow } from './lock-now.ts';
import { useRoute } from './router.ts';
import { hashOf } from '../ui/hash-of.ts';
import { needsLearner } from './source-needs.ts';
import { words } from './words.ts';
import './rail.css';

type Name = 'home' | 'evidence' | 'sources' | 'send' | 'health';
const places: readonly { readonly name: Name; readonly icon: Icon; readonly holds: readonly string[] }[] = [
  { name: 'home', icon: House, holds: ['home', 'course'] },
  { name: 'evidence', icon: Files, holds: ['evidence', 'item'] },
  { name: 'sources', icon: Plug, holds: ['sources'] },
  { name: 'send', icon: Send, holds: ['send', 'verify'] },
  { name: 'health', icon: HeartPulse, holds: ['health', 'copies'] },
];

/** The five places, with Lock and Settings below; a bar at the bottom of a narrow window. */
export function Rail(): ReactNode {
  const say = useWords(words);
  const name = useWords(uiWords).appName;
  const { segments } = useRoute();
  const here = segments[0] ?? '';
  return (
    <nav className="rail" aria-label={say.places.label}>
      <div className="rail-inner">
        <div className="rail-brand">
          <BookLock strokeWidth={stroke} aria-hidden="true" />
          {name}
        </div>
        <ul className="rail-places" role="list">
          {places.map((place) => (
            <li key={place.name}>
              <RailLink
                to={`/${place.name}`}
                icon={place.icon}
                current={place.holds.includes(here)}
                label={say.places[place.name]}
              >
                {place.name === 'sources' && <SourcesBadge />}
              </RailLink>
            </li>
          ))}
        </ul>
        <ul className="rail-below" role="list">
          <li>
            <AriaButton className="rail-link" onPress={lockNow}>
              <Lock strokeWidth={stroke} aria-hidden="true" />
              <span className="rail-name">{say.places.lock}</span>
            </AriaButton>
          </li>
          <li>
            <RailLink
              to="/settings"
              icon={Settings}
              current={here === 'settings'}
              label={say.places.settings}
            />
          </li>
        </ul>
      </div>
    </nav>
  );
}

interface RailLinkProps {
  readonly to: string;
  readonly icon: Icon;
  readonly current: boolean;
  readonly label: string;
  readonly children?: ReactNode;
}

function RailLink({ to, icon: Icon, current, label, children }: RailLinkProps): ReactNode {
  return (
    <a className="rail-link" href={hashOf(to)} {...(current ? { 'aria-current': 'page' } : {})}>
      <Icon strokeWidth={stroke} aria-hidden="true" />
      <span className="rail-name">{label}</span>
      {children}
    </a>
  );
}

/** How many sources wait for the learner. */
function SourcesBadge(): ReactNode {
  const say = useWords(words);
  const asked = useEngine('sources.list', {});
  const count = asked.state === 'ready' ? asked.value.sources.filter(needsLearner).length : 0;
  if (count === 0) return null;
  return (
    <span className="rail-badge">
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{plural(count, say.sourceNeeds, say.sourcesNeed)}</VisuallyHidden>
    </span>
  );
}
