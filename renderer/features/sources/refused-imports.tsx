import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { importWords } from './import-words.ts';

type Refused = TaskResult<'import'>['refused'];

/** What cannot be taken in at all, each with its reason; the file itself can still be kept. */
export function RefusedImports({ refused }: { readonly refused: Refused }): ReactNode {
  return refused.map((one) => <RefusedImport key={one.file} refused={one} />);
}

function RefusedImport({ refused }: { readonly refused: Refused[number] }): ReactNode {
  const say = useWords(importWords);
  const { busy, error, run } = useAction();
  const { file, name } = refused;
  const keep = (): void =>
    run(async () => {
      await startTask('files.add', { files: [file] });
      toast({ tone: 'safe', text: say.kept });
    });
  return (
    <>
      <Notice
        tone="attention"
        title={fill(say.refused, { name })}
        text={
          <>
            <p>{sentenceOf(refused.error.code)}</p>
            <p>{say.keepAsIsText}</p>
          </>
        }
        action={
          <Button busy={busy} onPress={keep}>
            {say.keepAsIs}
          </Button>
        }
      />
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
