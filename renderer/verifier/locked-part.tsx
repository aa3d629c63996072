import { FileKey2, FileX } from 'lucide-react';
import type { ReactNode } from 'react';

import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Checker } from './checker.ts';
import { ChooseFiles } from '../ui/choose-files.tsx';
import type { CheckChoice } from './messages.ts';
import { readSmall, useRefusal } from './use-refusal.ts';
import { words } from './words.ts';

export interface LockedPartProps {
  readonly helper: Checker;
  readonly choice: CheckChoice;
  readonly onChoice: (choice: Partial<CheckChoice>) => void;
}

/** A file of keys is a few lines, in bytes. */
const longestKeyFile = 65_536;

/** The reader's own keys of age, which open what was locked for them. */
export function LockedPart({ helper, choice, onChoice }: LockedPartProps): ReactNode {
  const { trust: say } = useWords(words);
  const { refusal, attempt } = useRefusal(say.noKeys);
  const count = choice.identities.length;
  const open = ([file]: readonly File[]): Promise<void> =>
    attempt(async () => {
      if (file === undefined) return;
      onChoice({ identities: await helper.readIdentities(await readSmall(file, longestKeyFile)) });
    });
  return (
    <div className="verifier-policy-part">
      <p className="verifier-soft">{say.locked}</p>
      {refusal !== undefined && <Notice live tone="attention" title={refusal} />}
      {count > 0 && <p>{plural(count, say.keys.one, say.keys.many)}</p>}
      <div className="verifier-buttons">
        <ChooseFiles
          name="identities"
          accept=".txt,.key,.age"
          icon={FileKey2}
          onFiles={(files) => void open(files)}
        >
          {say.openKey}
        </ChooseFiles>
        {count > 0 && (
          <Button variant="plain" icon={FileX} onPress={() => onChoice({ identities: [] })}>
            {say.forget}
          </Button>
        )}
      </div>
    </div>
  );
}
