import { Folder, House } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { RestoreFound } from '../../../src/contract/methods/restore-methods.ts';
import type { Grant } from '../../../src/contract/shell-contract.ts';
import { navigate } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';
import { dismissEnded, startTask } from '../../app/tasks.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { PlaceCard } from '../../doors/place-card.tsx';
import { useDoor } from '../../doors/use-door.ts';
import { UnlockFields } from '../../doors/unlock-fields.tsx';
import { useUnlock } from '../../doors/use-unlock.ts';
import { words as doorWords } from '../../doors/words.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { FoundVault } from './found-by-vault.ts';
import { RestoreTrouble } from './restore-trouble.tsx';
import { words } from './words.ts';

interface OpenCopyProps {
  readonly wanted: FoundVault;
  /** What lies in the usual place now. */
  readonly here: Pick<RestoreFound, 'here' | 'half'> | undefined;
}

/** Where the vault is put, and the passphrase or recovery key that opens it. */
export function OpenCopy({ wanted: { vault }, here }: OpenCopyProps): ReactNode {
  const all = useWords(words);
  const doors = useWords(doorWords);
  const say = all.how;
  const door = useDoor();
  const unlock = useUnlock({ empty: doors.passphraseEmpty, wrong: say.wrong });
  const [place, setPlace] = useState<Grant>();
  const [placeMissing, setPlaceMissing] = useState(false);
  const otherHalf = here?.half !== undefined && here.half !== vault;
  const isUsualTaken = here?.here !== undefined || otherHalf;
  const goesOn = here?.half === vault && place === undefined;

  const start = (allowUnsafePlace: boolean): void => {
    const isReady = unlock.check();
    const isPlaced = place !== undefined || !isUsualTaken;
    setPlaceMissing(!isPlaced);
    if (!isReady || !isPlaced) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      await dismissEnded('restore');
      await startTask('restore.start', {
        vault,
        unlock: await unlock.sealFor('restore.start'),
        ...(place === undefined ? {} : { place: place.id }),
        ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
      });
      await leaveFor('#/restore');
    }, unlock.refuse);
  };
  const choose = (): void =>
    door.attempt(async () => {
      const [grant] = await chooseFiles('new-vault-folder');
      if (grant === undefined) return;
      setPlace(grant);
      setPlaceMissing(false);
    });
  const usual = (): void => {
    setPlace(undefined);
    door.forget();
  };

  return (
    <DoorForm door={door} onSubmit={() => start(false)}>
      {here?.here === vault && (
        <Notice
          tone="info"
          title={all.place.same}
          text={all.place.sameText}
          action={<Button onPress={() => navigate('/unlock')}>{all.place.openIt}</Button>}
        />
      )}
      <UnlockFields
        unlock={unlock}
        label={say.label}
        passphrase={{ title: say.passphrase, text: say.passphraseText }}
        recoveryKey={{ title: say.key, text: say.keyText }}
      />
      {!goesOn && (
        <PlaceCard
          label={all.place.label}
          icon={place === undefined ? House : Folder}
          {...placeWords(all.place, place, here?.here !== undefined, otherHalf)}
          error={placeMissing ? all.place.first : undefined}
          actions={
            <>
              {place !== undefined && !isUsualTaken && (
                <Button variant="plain" isDisabled={door.busy} onPress={usual}>
                  {all.place.useUsual}
                </Button>
              )}
              <Button isDisabled={door.busy} onPress={choose}>
                {all.place.choose}
              </Button>
            </>
          }
        />
      )}
      {door.error !== undefined && (
        <RestoreTrouble
          error={door.error}
          onRetry={() => start(false)}
          onChoose={choose}
          onAnyway={() => start(true)}
        />
      )}
      <div className="door-actions">
        <Button type="submit" variant="primary" busy={door.busy}>
          {goesOn ? all.goOn : all.start}
        </Button>
      </div>
    </DoorForm>
  );
}

function placeWords(
  say: (typeof words)['en']['place'],
  place: Grant | undefined,
  isTaken: boolean,
  isHalf: boolean,
): { readonly title: string; readonly text?: string } {
  if (place !== undefined) return { title: fill(say.chosen, { name: place.label }) };
  if (isTaken) return { title: say.taken, text: say.takenHint };
  if (isHalf) return { title: say.half, text: say.halfHint };
  return { title: say.usual, text: say.usualHint };
}
