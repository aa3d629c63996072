import { FileKey2, Scale, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { chooseFiles } from '../../app/shell.ts';
import { useAction } from '../../app/use-action.ts';
import type { Grant } from '../../../src/contract/shell-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { VerifyOptions } from './verify-options.ts';
import { words } from './words.ts';

export interface ReaderOptionsProps {
  readonly options: VerifyOptions;
  readonly onOptions: (options: VerifyOptions) => void;
}

/** Whom the reader trusts, their own keys, and how thoroughly to look. */
export function ReaderOptions({ options, onOptions }: ReaderOptionsProps): ReactNode {
  const say = useWords(words);
  return (
    <div className="verify-options">
      <PolicyChoice options={options} onOptions={onOptions} />
      <KeyFiles options={options} onOptions={onOptions} />
      <TextField
        exact
        label={say.key}
        help={say.keyHelp}
        value={options.key}
        onChange={(key) => onOptions({ ...options, key })}
      />
      <TextField
        type="date"
        label={say.at}
        help={say.atHelp}
        value={options.at}
        onChange={(at) => onOptions({ ...options, at })}
      />
      <Checkbox value={options.full} help={say.fullHelp} onChange={(full) => onOptions({ ...options, full })}>
        {say.full}
      </Checkbox>
    </div>
  );
}

function PolicyChoice({ options, onOptions }: ReaderOptionsProps): ReactNode {
  const { policy: say } = useWords(words);
  const { error, run } = useAction();
  const { policy } = options;
  const choose = (): void =>
    run(async () => {
      const [chosen] = await chooseFiles('policy');
      if (chosen !== undefined) onOptions({ ...options, policy: chosen });
    });
  return (
    <FilePart title={say.title} help={say.help}>
      {policy !== undefined && (
        <ChosenFile file={policy} onRemove={() => onOptions({ ...options, policy: undefined })} />
      )}
      <Button icon={Scale} onPress={choose}>
        {policy === undefined ? say.choose : say.other}
      </Button>
      {error !== undefined && <ErrorNote error={error} />}
    </FilePart>
  );
}

/** The reader's own key files, which open what was locked for them. */
export function KeyFiles({ options, onOptions }: ReaderOptionsProps): ReactNode {
  const { keyFile: say } = useWords(words);
  const { error, run } = useAction();
  const { keyFiles } = options;
  const choose = (): void =>
    run(async () => {
      const chosen = await chooseFiles('key-file');
      if (chosen.length > 0) onOptions({ ...options, keyFiles: [...keyFiles, ...chosen] });
    });
  return (
    <FilePart title={say.title} help={say.help}>
      {keyFiles.map((file) => (
        <ChosenFile
          key={file.id}
          file={file}
          onRemove={() => onOptions({ ...options, keyFiles: keyFiles.filter(({ id }) => id !== file.id) })}
        />
      ))}
      <Button icon={FileKey2} onPress={choose}>
        {keyFiles.length === 0 ? say.choose : say.other}
      </Button>
      {error !== undefined && <ErrorNote error={error} />}
    </FilePart>
  );
}

function FilePart({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div role="group" aria-label={title} className="verify-file-part">
      <p className="verify-file-title">{title}</p>
      <p className="verify-soft">{help}</p>
      <div className="verify-buttons">{children}</div>
    </div>
  );
}

function ChosenFile({ file, onRemove }: { readonly file: Grant; readonly onRemove: () => void }): ReactNode {
  const say = useWords(words);
  return (
    <span className="verify-chosen">
      <bdi>{file.label}</bdi>
      <IconButton icon={X} label={fill(say.remove, { name: file.label })} onPress={onRemove} />
    </span>
  );
}
