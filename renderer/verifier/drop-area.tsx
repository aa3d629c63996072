import { FileArchive, FileSearch } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { classNames } from '../ui/class-names.ts';
import { stroke } from '../ui/icon.ts';
import { ChooseFiles } from '../ui/choose-files.tsx';
import { words } from './words.ts';

export interface DropAreaProps {
  /** Something was brought already: it asks for more, and takes less room. */
  readonly small: boolean;
  readonly hovers: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where bundles are dropped or chosen; they may be dropped anywhere else too. */
export function DropArea({ small, hovers, onFiles }: DropAreaProps): ReactNode {
  const say = useWords(words);
  return (
    <div
      className={classNames('verifier-drop', small && 'verifier-drop-small', hovers && 'verifier-drop-over')}
    >
      <FileArchive className="verifier-drop-icon" strokeWidth={stroke} aria-hidden="true" />
      <div>
        <p className="verifier-drop-title">{hovers ? say.dropNow : small ? say.dropMore : say.drop}</p>
        {!small && <p className="verifier-drop-help">{say.dropHelp}</p>}
      </div>
      <ChooseFiles
        variant={small ? 'quiet' : 'primary'}
        icon={FileSearch}
        name="bundles"
        accept=".zip,.age"
        multiple
        onFiles={onFiles}
      >
        {say.choose}
      </ChooseFiles>
    </div>
  );
}
