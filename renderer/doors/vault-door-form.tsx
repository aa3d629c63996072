import { useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { DoorForm } from './door-form.tsx';
import type { Door } from './use-door.ts';
import type { VaultPlace } from './use-vault-place.ts';
import { VaultPlaceCard } from './vault-place-card.tsx';
import { VaultTrouble } from './vault-trouble.tsx';
import { words } from './words.ts';

export interface VaultDoorFormProps {
  readonly door: Door;
  readonly place: VaultPlace;
  /** Tries the door; it is for the caller to refuse where nothing is known of a place. */
  readonly onTry: (allowUnsafePlace: boolean) => void;
  /** What the button says. */
  readonly submit: string;
  /** How the vault is opened. */
  readonly children: ReactNode;
}

/** A form that opens a vault: where the vault is, how it is opened, and what went wrong with it. */
export function VaultDoorForm({ door, place, onTry, submit, children }: VaultDoorFormProps) {
  const say = useWords(words).place;
  const [placeMissing, setPlaceMissing] = useState(false);
  const attempt = (allowUnsafePlace: boolean): void => {
    setPlaceMissing(!place.known);
    onTry(allowUnsafePlace);
  };
  const choose = (): void => {
    setPlaceMissing(false);
    door.attempt(place.choose);
  };
  return (
    <DoorForm door={door} onSubmit={() => attempt(false)}>
      <VaultPlaceCard
        place={place}
        busy={door.busy}
        error={placeMissing ? say.chooseFirst : undefined}
        onChoose={choose}
      />
      {children}
      {door.error !== undefined && (
        <VaultTrouble
          error={door.error}
          onRetry={() => attempt(false)}
          onChoose={choose}
          onAnyway={() => attempt(true)}
          mends={place.asked}
        />
      )}
      <div className="door-actions">
        <Button type="submit" variant="primary" busy={door.busy}>
          {submit}
        </Button>
      </div>
    </DoorForm>
  );
}
