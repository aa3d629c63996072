import { useState } from 'react';

import type { CallError } from '../app/call-error.ts';
import { navigate } from '../app/router.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Notice } from '../ui/notice.tsx';
import { MendHeader } from './mend-header.tsx';
import { words } from './words.ts';

export interface VaultTroubleProps {
  readonly error: CallError;
  /** Tries again. */
  readonly onRetry: () => void;
  /** Lets the learner choose another folder. */
  readonly onChoose?: (() => void) | undefined;
  /** Which vault it is, as `vault.open` is asked, where its header can be mended from here. */
  readonly mends?: { readonly place?: string };
  /** Uses an unsafe place all the same, now that the learner knows. */
  readonly onAnyway?: (() => void) | undefined;
}

/** Why a vault cannot be opened or made where it is, and what to do about it. */
export function VaultTrouble(props: VaultTroubleProps) {
  return (
    <div className="door-trouble">
      <Trouble {...props} />
    </div>
  );
}

function Trouble({ error, onRetry, onChoose, onAnyway, mends }: VaultTroubleProps) {
  const all = useWords(words);
  const say = all.trouble;
  const again = (
    <Button variant="quiet" onPress={onRetry}>
      {say.again}
    </Button>
  );
  const other = onChoose && (
    <Button variant="quiet" onPress={onChoose}>
      {all.place.chooseOther}
    </Button>
  );
  switch (error.code) {
    case 'access.no-vault':
      return <Notice live tone="attention" title={say.noVault} text={say.noVaultHint} action={other} />;
    case 'access.in-use':
      return <Notice live tone="attention" title={say.inUse} text={say.inUseHint} action={again} />;
    case 'format.too-new':
      return <Notice live tone="attention" title={say.tooNew} text={say.tooNewHint} />;
    case 'storage.gone':
    case 'input.path-missing':
      return (
        <Notice
          live
          tone="attention"
          title={say.gone}
          text={say.goneHint}
          action={
            <>
              {again}
              {other}
            </>
          }
        />
      );
    case 'integrity.header-damaged':
      return mends === undefined ? (
        <Notice live tone="risk" title={say.damaged} text={say.damagedHint} />
      ) : (
        <MendHeader asked={mends} onMended={onRetry} />
      );
    case 'integrity.header-rolled-back':
      return (
        <Notice
          live
          tone="attention"
          title={say.oldHeader}
          text={say.oldHeaderHint}
          action={
            <Button variant="quiet" onPress={() => navigate('/recover')}>
              {say.useKey}
            </Button>
          }
        />
      );
    case 'access.unsafe-place':
      return (
        <UnsafePlace network={error.details.kind === 'network'} onChoose={onChoose} onAnyway={onAnyway} />
      );
    default:
      return <ErrorNote error={error} onRetry={onRetry} />;
  }
}

/** A network drive or a folder that another program keeps in step; it may be used by whoever knows what that means. */
function UnsafePlace({
  network,
  onChoose,
  onAnyway,
}: {
  readonly network: boolean;
  readonly onChoose: (() => void) | undefined;
  readonly onAnyway: (() => void) | undefined;
}) {
  const say = useWords(words).unsafe;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Notice
        live
        tone="attention"
        title={say.title}
        text={`${network ? say.network : say.synced} ${say.better}`}
        action={
          <>
            {onChoose && (
              <Button variant="quiet" onPress={onChoose}>
                {say.another}
              </Button>
            )}
            {onAnyway && (
              <Button variant="plain" onPress={() => setAsking(true)}>
                {say.anyway}
              </Button>
            )}
          </>
        }
      />
      {onAnyway && (
        <ConfirmDialog
          title={say.askTitle}
          confirm={say.anyway}
          isOpen={asking}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onAnyway();
          }}
        >
          <p>{say.ask}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
