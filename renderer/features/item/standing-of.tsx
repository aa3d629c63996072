import { BadgeCheck, Hand, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { fillWith } from './fill-with.tsx';
import { DatedLine, Line, SeenDetails, SeenLine } from './seen-outside.tsx';
import type { SourceOfItem } from './source-of-item.ts';
import { cameFromProvider } from './origin.ts';
import { objectIn, objectsIn, textIn } from './record-parts.ts';
import { words } from './words.ts';

/** How well an item stands, in the fixed words: only what holds today, and what each does not show. */
export function StandingOf({
  item,
  source,
  sourcesKnown,
}: {
  readonly item: ShownItem;
  readonly source: SourceOfItem | undefined;
  readonly sourcesKnown: boolean;
}): ReactNode {
  const say = useWords(words);
  const provider = cameFromProvider(item.latest?.provenance);
  const name = source?.name ?? (sourcesKnown ? say.unknownSource : '…');
  const asked = useEngine('dates.ofItem', { item: item.id }, { keep: true });
  const versions = asked.state === 'ready' ? asked.value.versions : [];
  return (
    <Card title={say.standing}>
      <ul className="standing">
        <Line icon={ShieldCheck} tone="safe" word={say.kept} not={say.keptNot}>
          {fillWith(say.keptText, { when: <DateText at={item.latest?.capturedAt ?? ''} /> })}
        </Line>
        {asked.state === 'ready' && <DatedLine versions={versions} />}
        <SeenLine versions={versions} />
        {provider ? (
          <Line
            icon={BadgeCheck}
            tone="safe"
            word={say.fromProvider}
            not={hasOwnSeal(item) ? undefined : say.fromProviderNot}
          >
            {fill(say.fromProviderText, { source: name })}
          </Line>
        ) : (
          <Line icon={Hand} tone="none" word={say.stated}>
            {say.statedText}
          </Line>
        )}
      </ul>
      {asked.state === 'error' && <ErrorNote error={asked.error} onRetry={asked.reload} />}
      <p className="item-small">
        {hasOwnSeal(item) && `${say.ownSeal} `}
        {say.own} {say.notAward}
      </p>
      {versions.some(({ dated, seen }) => dated.length + seen.length > 0) && (
        <SeenDetails versions={versions} />
      )}
    </Card>
  );
}

/** True for what came with a signature that fits: what that is worth is said where it is shown, and is no standing. */
function hasOwnSeal({ kind, latest }: ShownItem): boolean {
  if (kind === 'credential')
    return textIn(objectIn(objectIn(latest?.record, 'checked'), 'signature'), 'state') === 'good';
  const seals = objectsIn(objectIn(latest?.record, 'dkim'), 'signatures');
  return kind === 'message' && seals.some(({ result }) => result === 'holds');
}
