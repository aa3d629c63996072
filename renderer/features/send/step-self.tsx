import { ArrowRight, Hash, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { identityPart, type IdentityPart } from '../../../src/contract/methods/bundle-methods.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { choiceOf, type Choosing } from './export-choice.ts';
import { HiddenFacts } from './hidden-facts.tsx';
import { NamingRows } from './naming-rows.tsx';
import type { StepProps } from './step-props.ts';
import { words } from './words.ts';

type Fact = EngineOutput<'bundle.preview'>['facts'][number];

/** How much of who they are the learner shows. */
export function StepSelf({ choosing, onChange, onNext }: StepProps): ReactNode {
  const say = useWords(words);
  // All that they told us, whatever is chosen now.
  const asked = useEngine('bundle.preview', { ...choiceOf({ ...choosing, self: 'parts' }) }, { keep: true });
  if (asked.state === 'loading') return <Loading label={say.looking} />;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const { facts } = asked.value;
  const number = facts.find(({ of, field }) => of === 'profile' && field === 'candidateNumber')?.value;
  return (
    <>
      <Card>
        <RadioCards
          label={say.self.label}
          value={choosing.self}
          onChange={(self) => onChange({ ...choosing, self, number })}
          options={[
            { id: 'parts', icon: UserRound, ...say.self.parts },
            { id: 'number', icon: Hash, ...say.self.number },
          ]}
        />
        {choosing.self === 'parts' ? (
          <Parts facts={facts} choosing={choosing} onChange={onChange} />
        ) : number === undefined ? (
          <Notice tone="info" title={say.self.noNumber} action={<Link to="/course">{say.toCourse}</Link>} />
        ) : (
          <p>
            {say.self.theySee} <bdi className="exact">{number}</bdi>
          </p>
        )}
      </Card>
      {choosing.self === 'number' && number !== undefined && (
        <NamingRows choosing={{ ...choosing, number }} onChange={onChange} />
      )}
      <HiddenFacts choosing={choosing} onChange={onChange} />
      <div className="send-next">
        <Button
          variant="primary"
          icon={ArrowRight}
          isDisabled={choosing.self === 'number' && number === undefined}
          onPress={() => {
            onChange({ ...choosing, number });
            onNext();
          }}
        >
          {say.next}
        </Button>
      </div>
    </>
  );
}

function Parts({
  facts,
  choosing,
  onChange,
}: {
  readonly facts: readonly Fact[];
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}): ReactNode {
  const say = useWords(words);
  const chosen = new Set(choosing.identity);
  const told = identityPart.options.flatMap((part) => {
    // The registration may stand with the course.
    const values = facts.filter(({ field }) => field === part).map(({ value }) => value);
    return values.length === 0 ? [] : [{ part, value: [...new Set(values)].join(', ') }];
  });
  if (told.length === 0)
    return (
      <p>
        {say.self.nothingTold} <Link to="/course">{say.toCourse}</Link>
      </p>
    );
  const toggle = (part: IdentityPart, on: boolean): void => {
    const others = choosing.identity.filter((one) => one !== part);
    onChange({ ...choosing, identity: on ? [...others, part] : others });
  };
  return (
    <div role="group" aria-label={say.self.which} className="send-parts">
      <p className="send-soft">{say.self.partsHelp}</p>
      {told.map(({ part, value }) => (
        <Checkbox key={part} value={chosen.has(part)} onChange={(on) => toggle(part, on)} help={value}>
          {say.part[part]}
        </Checkbox>
      ))}
    </div>
  );
}
