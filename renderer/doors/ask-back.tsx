import { useState } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { TextField } from '../ui/text-field.tsx';
import { DoorForm } from './door-form.tsx';
import { pickPlaces } from './recovery-words.ts';
import { useDoor } from './use-door.ts';
import { words } from './words.ts';

/** Asks three words of a recovery key back, so that a sheet with a slip of the pen is found out today. */
export function AskBack({
  recoveryKey,
  onDone,
  onBack,
}: {
  readonly recoveryKey: readonly string[];
  readonly onDone: () => Promise<void>;
  readonly onBack: () => void;
}) {
  const all = useWords(words);
  const say = all.askBack;
  const door = useDoor();
  const [places] = useState(() => pickPlaces(3, recoveryKey.length));
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const [errors, setErrors] = useState<ReadonlyMap<number, string>>(new Map());

  const wordAt = (place: number): string => (typed.get(place) ?? '').trim().toLowerCase();
  const submit = (): void => {
    const wrong = places.filter((place) => wordAt(place) !== recoveryKey[place]);
    setErrors(
      new Map(
        wrong.map((place) => [
          place,
          fill(wordAt(place) === '' ? say.empty : say.wrong, { number: place + 1 }),
        ]),
      ),
    );
    if (wrong.length > 0) door.refuse();
    else door.attempt(onDone);
  };

  return (
    <DoorForm door={door} onSubmit={submit}>
      {places.map((place) => (
        <TextField
          key={place}
          label={fill(say.label, { number: place + 1 })}
          error={errors.get(place)}
          value={typed.get(place) ?? ''}
          onChange={(word) => {
            setTyped(new Map(typed).set(place, word));
            setErrors(new Map([...errors].filter(([other]) => other !== place)));
          }}
        />
      ))}
      {door.error !== undefined && <ErrorNote error={door.error} />}
      <div className="door-actions">
        <Button type="submit" variant="primary" busy={door.busy}>
          {all.keepKey.finish}
        </Button>
        <Button variant="plain" isDisabled={door.busy} onPress={onBack}>
          {all.keepKey.back}
        </Button>
      </div>
    </DoorForm>
  );
}
