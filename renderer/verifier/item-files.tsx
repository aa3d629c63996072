import { Eye, FileDown } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import type { ItemResult } from '../../src/verify/verification-report.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { NoAnswer, type Checker } from './checker.ts';
import { readPreview, type Preview } from './preview.ts';
import { saveFile } from './save-file.ts';
import { words } from './words.ts';

export interface ItemFilesProps {
  readonly item: ItemResult;
  /** The bundle that it is in. */
  readonly bundle: File;
  readonly helper: Checker;
  /** The reader's own keys, for a locked bundle. */
  readonly identities: readonly string[];
}

/** The files of an item that are as they were signed: pictures and plain text are shown, all can be saved. */
export function ItemFiles({ item, bundle, helper, identities }: ItemFilesProps): ReactNode {
  const evidence = item.files.filter(
    ({ path, result }) => result === 'pass' && path.startsWith('data/evidence/'),
  );
  return evidence.map(({ path }) => (
    <EvidenceFile
      key={path}
      path={path}
      label={item.name ?? lastPart(path)}
      bundle={bundle}
      helper={helper}
      identities={identities}
    />
  ));
}

interface EvidenceFileProps extends Omit<ItemFilesProps, 'item'> {
  readonly path: string;
  readonly label: string;
}

function EvidenceFile({ path, label, bundle, helper, identities }: EvidenceFileProps): ReactNode {
  const { file: say } = useWords(words);
  const [shown, setShown] = useState<Preview>();
  const [trouble, setTrouble] = useState<'gone' | 'crashed'>();
  const [isSaved, setSaved] = useState(false);
  const withBytes = async (hand: (bytes: Blob) => void | Promise<void>): Promise<void> => {
    try {
      const bytes = await helper.takeContent(bundle, path, identities);
      setTrouble(bytes === undefined ? 'gone' : undefined);
      if (bytes !== undefined) await hand(bytes);
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer || thrown instanceof DOMException)) throw thrown;
      setTrouble(thrown instanceof NoAnswer && thrown.code === 'worker' ? 'crashed' : 'gone');
    }
  };
  return (
    <span className="verifier-file">
      {canShow(path) && (
        <Button
          variant="plain"
          icon={Eye}
          label={fill(say.showLabel, { name: label })}
          onPress={() => void withBytes(async (bytes) => setShown(await readPreview(bytes)))}
        >
          {say.show}
        </Button>
      )}
      <Button
        variant="plain"
        icon={FileDown}
        label={fill(say.saveLabel, { name: label })}
        onPress={() =>
          void withBytes((bytes) => {
            saveFile(lastPart(path), bytes);
            setSaved(true);
          })
        }
      >
        {say.save}
      </Button>
      {trouble !== undefined && <Notice live tone="attention" title={say[trouble]} />}
      {isSaved && trouble === undefined && <Notice live tone="info" title={say.care} />}
      <PreviewDialog name={label} preview={shown} onClose={() => setShown(undefined)} />
    </span>
  );
}

interface PreviewDialogProps {
  readonly name: string;
  readonly preview: Preview | undefined;
  readonly onClose: () => void;
}

function PreviewDialog({ name, preview, onClose }: PreviewDialogProps): ReactNode {
  return (
    <Dialog title={name} isOpen={preview !== undefined} onClose={onClose}>
      {preview !== undefined && <PreviewBody name={name} preview={preview} />}
    </Dialog>
  );
}

function PreviewBody({ name, preview }: { readonly name: string; readonly preview: Preview }): ReactNode {
  const { file: say } = useWords(words);
  const [isBroken, setBroken] = useState(false);
  if (preview.is === 'none' || isBroken) return <p>{say.notShown}</p>;
  if (preview.is === 'picture')
    return (
      <Picture
        picture={preview.picture}
        label={fill(say.picture, { name })}
        onError={() => setBroken(true)}
      />
    );
  return (
    <>
      {preview.cut && <p>{say.cut}</p>}
      <pre className="verifier-text" role="region" tabIndex={0} aria-label={say.title}>
        {preview.text}
      </pre>
    </>
  );
}

interface PictureProps {
  readonly picture: Blob;
  readonly label: string;
  readonly onError: () => void;
}

/** Its address is good no longer than it is in view: it would keep what was decrypted. */
function Picture({ picture, label, onError }: PictureProps): ReactNode {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return (
    address !== undefined && <img className="verifier-picture" src={address} alt={label} onError={onError} />
  );
}

/** Whether looking is offered: by the name alone, which costs nothing; what the bytes are is found out when they are wanted. */
function canShow(path: string): boolean {
  return /\.(?:png|jpe?g|gif|webp|txt|md|csv|log)$/iu.test(path);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
