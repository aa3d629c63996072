import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import type { EngineInput, EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Doubts } from './doubts.tsx';
import { Facts } from './facts.tsx';
import { StatedForm, type FormField, type Warnings } from './stated-form.tsx';
import { words } from './words.ts';

const names = [
  'name',
  'learnerNumber',
  'uln',
  'registration',
  'candidateNumber',
  'dateOfBirth',
  'email',
] as const;
type Profile = EngineInput<'profile.set'>;

/** Who the learner is. */
export function ProfileCard({
  record,
}: {
  readonly record: EngineOutput<'profile.get'>['record'];
}): ReactNode {
  const say = useWords(words);
  const [editing, setEditing] = useState(false);
  // Whoever closes the form finds the focus back where it was opened.
  const [edited, setEdited] = useState(false);
  const close = (): void => {
    setEdited(true);
    setEditing(false);
  };
  const [warnings, setWarnings] = useState<Warnings>([]);
  const values = Object.fromEntries(names.map((name) => [name, textOf(record[name])]));
  const fields: readonly FormField[] = [
    { name: 'name', label: say.you.name },
    { name: 'learnerNumber', label: say.you.learnerNumber, help: say.you.learnerNumberHelp, exact: true },
    { name: 'uln', label: say.you.uln, help: say.you.ulnHelp, exact: true },
    { name: 'registration', label: say.you.registration, exact: true },
    { name: 'candidateNumber', label: say.you.candidateNumber, exact: true },
    { name: 'dateOfBirth', label: say.you.dateOfBirth, help: say.dayHelp },
    { name: 'email', label: say.you.email, type: 'email' },
  ];
  const save = async (typed: Readonly<Record<string, string>>): Promise<void> => {
    const changed = names.filter((name) => (typed[name] ?? '').trim() !== values[name]);
    const input: Profile = Object.fromEntries(changed.map((name) => [name, (typed[name] ?? '').trim()]));
    const { warnings: found } = await engine.call('profile.set', input);
    setWarnings(found);
    close();
    announce(say.saved);
  };
  return (
    <Card
      title={say.you.title}
      aside={
        !editing && (
          <Button
            variant="plain"
            autoFocus={edited}
            label={fill(say.editLabel, { what: say.you.title })}
            onPress={() => setEditing(true)}
          >
            {say.edit}
          </Button>
        )
      }
    >
      <Doubts warnings={warnings} />
      {editing ? (
        <StatedForm fields={fields} values={values} onSave={save} onCancel={close} />
      ) : (
        <Facts
          empty={say.empty}
          facts={fields.map(({ name, label }) => ({ name: label, value: values[name] }))}
        />
      )}
    </Card>
  );
}

/** Text, or a day as the learner said it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('said' in value)) return '';
  return typeof value.said === 'string' ? value.said : '';
}
