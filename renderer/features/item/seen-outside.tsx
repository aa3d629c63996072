import { CalendarCheck, CalendarClock, Eye } from 'lucide-react';
import type { ReactNode } from 'react';

import type { SeenVersion } from '../../../src/contract/methods/date-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { sayExactly } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { stroke, type Icon } from '../../ui/icon.ts';
import { Link } from '../../ui/link.tsx';
import { fillWith } from './fill-with.tsx';
import { words } from './words.ts';

/** One thing that holds of an item, and what it does not show. */
export function Line({
  icon: Icon,
  tone,
  word,
  children,
  not,
}: {
  readonly icon: Icon;
  readonly tone: 'safe' | 'none';
  readonly word: string;
  readonly children: ReactNode;
  readonly not?: string | undefined;
}): ReactNode {
  return (
    <li>
      <Icon strokeWidth={stroke} aria-hidden="true" className={`tone-${tone}`} />
      <div>
        <p className="standing-word">{word}</p>
        <p className="item-small">{children}</p>
        {not !== undefined && <p className="item-small standing-not">{not}</p>}
      </div>
    </li>
  );
}

interface Seen {
  /** Oldest first. */
  readonly versions: readonly SeenVersion[];
}

/** Who outside dated the latest version, or that nobody did and what can be done. */
export function DatedLine({ versions }: Seen): ReactNode {
  const say = useWords(words);
  const dates = useEngine('dates.state', {}, { keep: true });
  const on = dates.state === 'ready' && dates.value.consent === 'on';
  const [first, ...others] = versions.at(-1)?.dated ?? [];
  if (first !== undefined)
    return (
      <Line icon={CalendarCheck} tone="safe" word={say.dated} not={say.datedNot}>
        {fillWith(say.datedText, { when: <DateText at={first.time} />, name: first.name })}
        {others.length > 0 && ` ${fill(say.datedMore, { names: others.map(({ name }) => name).join(', ') })}`}
      </Line>
    );
  const older = versions.findLast(({ dated }) => dated.length > 0);
  if (dates.state !== 'ready') return null;
  return (
    <Line icon={CalendarClock} tone="none" word={say.datedNone}>
      {older !== undefined && `${fill(say.datedOlder, { version: older.version })} `}
      {on ? (
        older === undefined && say.datedWaits
      ) : (
        <>
          {older === undefined && `${say.datedOff} `}
          <Link to="/settings?show=dates">{say.datedTurnOn}</Link>
        </>
      )}
    </Line>
  );
}

/** The witnesses that signed a history with the latest version in it; nothing where none did. */
export function SeenLine({ versions }: Seen): ReactNode {
  const say = useWords(words);
  const [first, ...others] = versions.at(-1)?.seen ?? [];
  if (first === undefined) return null;
  return (
    <Line icon={Eye} tone="safe" word={say.seen} not={say.seenNot}>
      {fillWith(say.seenText, { when: <DateText at={first.time} />, name: first.name })}
      {others.length > 0 && ` ${fill(say.datedMore, { names: others.map(({ name }) => name).join(', ') })}`}
    </Line>
  );
}

/** Every version with everybody who dated or saw it, to the second. */
export function SeenDetails({ versions }: Seen): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const exactly = (time: string): string => sayExactly(time, language);
  return (
    <Details summary={say.seenAll}>
      <ul className="seen-versions">
        {versions.toReversed().map(({ version, capturedAt, dated, seen }) => (
          <li key={version}>
            <p className="item-small">{fill(say.seenVersion, { version, when: exactly(capturedAt) })}</p>
            <ul className="item-small">
              {dated.map(({ url, name, time }) => (
                <li key={url}>{fill(say.seenDated, { name, time: exactly(time) })}</li>
              ))}
              {seen.map(({ name, time, size }) => (
                <li key={name}>{fill(say.seenSigned, { name, time: exactly(time), size })}</li>
              ))}
              {dated.length + seen.length === 0 && <li>{say.seenNobody}</li>}
            </ul>
          </li>
        ))}
      </ul>
    </Details>
  );
}
