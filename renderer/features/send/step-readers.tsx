import { ArrowRight, LockKeyhole, LockKeyholeOpen, Trash2, UserRoundCheck } from 'lucide-react';
import type { ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { AddRecipient } from './add-recipient.tsx';
import type { Recipient } from './export-choice.ts';
import type { StepProps } from './step-props.ts';
import { words } from './words.ts';

/** Who can open it: anybody, or those whose cards the learner has. */
export function StepReaders({ choosing, onChange, onNext }: StepProps): ReactNode {
  const say = useWords(words);
  const { lock, recipients } = choosing;
  const others = ({ recipient }: Recipient): readonly Recipient[] =>
    recipients.filter((one) => one.recipient !== recipient);
  const waits = lock === 'chosen' && recipients.length === 0;
  return (
    <>
      <Card>
        <RadioCards
          label={say.readers.label}
          value={lock}
          onChange={(chosen) => onChange({ ...choosing, lock: chosen })}
          options={[
            { id: 'anyone', icon: LockKeyholeOpen, ...say.readers.anyone },
            { id: 'chosen', icon: LockKeyhole, ...say.readers.chosen },
          ]}
        />
      </Card>
      {lock === 'chosen' && (
        <>
          <Card flush title={say.readers.title}>
            {recipients.length > 0 && (
              <Rows label={say.readers.title}>
                {recipients.map((one) => (
                  <Row
                    key={one.recipient}
                    icon={UserRoundCheck}
                    title={<bdi>{nameOf(one, say.readers.noName)}</bdi>}
                    text={<RecipientFacts recipient={one} />}
                    aside={
                      <IconButton
                        icon={Trash2}
                        label={fill(say.readers.remove, { name: nameOf(one, say.readers.noName) })}
                        onPress={() => onChange({ ...choosing, recipients: others(one) })}
                      />
                    }
                  />
                ))}
              </Rows>
            )}
            <AddRecipient onAdd={(one) => onChange({ ...choosing, recipients: [...others(one), one] })} />
          </Card>
          {recipients.length > 0 && (
            <Notice tone="attention" title={say.readers.compare} text={say.readers.compareText} />
          )}
        </>
      )}
      <div className="send-next">
        <Button variant="primary" icon={ArrowRight} isDisabled={waits} onPress={onNext}>
          {say.next}
        </Button>
        {waits && <p>{say.readers.waits}</p>}
      </div>
    </>
  );
}

/** The name on a card, or other words where there is none. */
export function nameOf({ card }: Recipient, otherwise: string): string {
  return card === undefined || card.name === '' ? otherwise : card.name;
}

function RecipientFacts({ recipient: { recipient, card } }: { readonly recipient: Recipient }): ReactNode {
  const say = useWords(words).readers;
  if (card === undefined)
    return (
      <>
        <p>{say.bare}</p>
        <code>{recipient}</code>
      </>
    );
  return (
    <dl className="send-card-facts">
      {card.contact !== '' && (
        <>
          <dt>{say.contact}</dt>
          <dd>
            <bdi>{card.contact}</bdi>
          </dd>
        </>
      )}
      <dt>{say.phrase}</dt>
      <dd className="send-phrase">{card.keyPhrase}</dd>
    </dl>
  );
}
