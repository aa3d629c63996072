import { BadgeCheck, Hand, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { stroke } from '../../ui/icon.ts';
import type { SourceOfItem } from './source-of-item.ts';
import { cameFromProvider } from './origin.ts';
import { objectIn, objectsIn, textIn } from './record-parts.ts';
import { words } from './words.ts';

/** How well an item stands, in the fixed words, and only what holds today. */
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
  return (
    <Card title={say.standing}>
      <ul className="standing">
        <li>
          <ShieldCheck strokeWidth={stroke} aria-hidden="true" className="tone-safe" />
          <div>
            <p className="standing-word">{say.kept}</p>
            <p className="item-small">{say.keptText}</p>
          </div>
        </li>
        <li>
          {provider ? (
            <BadgeCheck strokeWidth={stroke} aria-hidden="true" className="tone-safe" />
          ) : (
            <Hand strokeWidth={stroke} aria-hidden="true" className="tone-none" />
          )}
          <div>
            <p className="standing-word">{provider ? say.fromProvider : say.stated}</p>
            <p className="item-small">
              {provider ? fill(say.fromProviderText, { source: name }) : say.statedText}
            </p>
          </div>
        </li>
      </ul>
      <p className="item-small">
        {hasOwnSeal(item) ? say.ownSeal : say.notYet} {say.notAward}
      </p>
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
