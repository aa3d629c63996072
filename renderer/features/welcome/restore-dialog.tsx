import { navigate } from '../../app/router.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { words } from './words.ts';

/** How a second copy is brought back by hand, and that it is by hand. */
export function RestoreDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const say = useWords(words).restore;
  return (
    <Dialog
      title={say.title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button variant="plain" onPress={onClose}>
            {say.close}
          </Button>
          <Button variant="primary" onPress={() => navigate('/open?copy')}>
            {say.go}
          </Button>
        </>
      }
    >
      <div className="restore">
        <p>{say.intro}</p>
        <ol className="restore-steps">
          <li>{say.first}</li>
          <li>{say.second}</li>
          <li>{say.third}</li>
        </ol>
        <p>{say.honest}</p>
        <p className="restore-today">{say.today}</p>
      </div>
    </Dialog>
  );
}
