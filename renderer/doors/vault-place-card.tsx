import { FolderOpen } from 'lucide-react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { PlaceCard } from './place-card.tsx';
import type { VaultPlace } from './use-vault-place.ts';
import { words } from './words.ts';

/** Which vault is to be opened. */
export function VaultPlaceCard({
  place,
  busy,
  error,
  onChoose,
}: {
  readonly place: VaultPlace;
  readonly busy: boolean;
  readonly error?: string | undefined;
  readonly onChoose: () => void;
}) {
  const say = useWords(words).place;
  const title =
    place.chosen !== undefined
      ? fill(say.chosen, { name: place.chosen.label })
      : place.known
        ? say.remembered
        : say.noneChosen;
  return (
    <PlaceCard
      label={say.label}
      icon={FolderOpen}
      title={title}
      text={place.known ? undefined : say.noneChosenHint}
      error={error}
      actions={
        <Button variant="quiet" isDisabled={busy} onPress={onChoose}>
          {place.known ? say.chooseOther : say.choose}
        </Button>
      }
    />
  );
}
