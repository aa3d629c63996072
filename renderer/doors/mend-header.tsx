import { FolderOpen } from 'lucide-react';

import { engine } from '../app/engine.ts';
import { chooseFiles } from '../app/shell.ts';
import { useAction } from '../app/use-action.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Notice } from '../ui/notice.tsx';
import { words } from './words.ts';

interface MendHeaderProps {
  /** Which vault, as `vault.open` is asked. */
  readonly asked: { readonly place?: string };
  /** Tries again to open it. */
  readonly onMended: () => void;
}

/** The file that opens the vault is damaged, both copies of it: a second copy of the vault has it too. */
export function MendHeader({ asked, onMended }: MendHeaderProps) {
  const say = useWords(words).trouble;
  const { busy, error, run } = useAction();
  const mend = (): void =>
    run(async () => {
      const [folder] = await chooseFiles('folder');
      if (folder === undefined) return;
      await engine.call('vault.mendHeader', { ...asked, copy: folder.id });
      onMended();
    });
  return (
    <>
      <Notice
        live
        tone="risk"
        title={say.damaged}
        text={say.damagedMend}
        action={
          <Button variant="quiet" icon={FolderOpen} busy={busy} onPress={mend}>
            {say.mend}
          </Button>
        }
      />
      {error?.code === 'input.path-missing' ? (
        <Notice live tone="attention" title={say.noCopy} text={say.noCopyHint} />
      ) : (
        error !== undefined && <ErrorNote error={error} onRetry={mend} />
      )}
    </>
  );
}
