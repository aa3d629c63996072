import { useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Card } from '../ui/card.tsx';
import { emptyDraft, KeyPart, type KeyPartProps, type QuestionDraft } from './key-part.tsx';
import { LockedPart, type LockedPartProps } from './locked-part.tsx';
import { PolicyPart, type PolicyPartProps } from './policy-part.tsx';
import { words } from './words.ts';

/** What is typed into the card, which may be drawn in one place and then in another. */
export interface TrustDraft {
  readonly draft: QuestionDraft;
  readonly used: QuestionDraft;
}

export function useTrustDraft(): readonly [TrustDraft, (draft: TrustDraft) => void] {
  return useState<TrustDraft>({ draft: emptyDraft, used: emptyDraft });
}

export interface TrustCardProps extends PolicyPartProps, LockedPartProps, Pick<KeyPartProps, 'hasBundles'> {
  readonly typed: TrustDraft;
  readonly onTyped: (typed: TrustDraft) => void;
}

/** Whom the reader trusts: a policy, a key from elsewhere, and how to look. Nothing of it comes from a bundle. */
export function TrustCard(props: TrustCardProps): ReactNode {
  const say = useWords(words);
  const { helper, typed, onTyped, onChoice, hasBundles } = props;
  return (
    <div className="verifier-trust">
      <Card title={say.trust.title}>
        <div className="verifier-trust-parts">
          <PolicyPart {...props} />
          <KeyPart
            helper={helper}
            hasBundles={hasBundles}
            {...typed}
            onDraft={(draft) => onTyped({ ...typed, draft })}
            onUse={(used, choice) => {
              onTyped({ draft: used, used });
              onChoice(choice);
            }}
          />
          <LockedPart {...props} />
        </div>
      </Card>
    </div>
  );
}
