import { FileArchive, FileSearch } from 'lucide-react';
import type { ReactNode } from 'react';

import { chooseFiles } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import type { Grant } from '../../../src/contract/shell-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { stroke } from '../../ui/icon.ts';
import { ReaderOptions, type ReaderOptionsProps } from './reader-options.tsx';
import { words } from './words.ts';

export interface ChooseBundleProps extends ReaderOptionsProps {
  readonly onChosen: (files: readonly Grant[]) => void;
}

/** Where a bundle is dropped or chosen. */
export function ChooseBundle({ options, onOptions, onChosen }: ChooseBundleProps): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  return (
    <>
      <div className="verify-drop">
        <FileArchive className="verify-drop-icon" strokeWidth={stroke} aria-hidden="true" />
        <p className="verify-drop-title">{say.drop}</p>
        <p className="verify-drop-help">{say.dropHelp}</p>
        <Button
          variant="primary"
          icon={FileSearch}
          onPress={() => run(async () => onChosen(await chooseFiles('bundle')))}
        >
          {say.choose}
        </Button>
        {error !== undefined && <ErrorNote error={error} />}
      </div>
      <Details summary={say.options}>
        <ReaderOptions options={options} onOptions={onOptions} />
      </Details>
    </>
  );
}
