import { FileUp } from 'lucide-react';
import type { ReactNode } from 'react';

import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { bringChosenFilesToSources } from './bring-chosen-files.ts';
import { ConnectError } from './connect-error.tsx';
import { words } from './words.ts';

/** Keeps files that the learner chooses, or drops anywhere on the window. */
export function AddFiles(): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  return (
    <Page
      narrow
      title={say.files.title}
      lead={say.files.text}
      back={{ to: '/sources/add', label: say.add.back }}
    >
      <p>{say.files.drop}</p>
      <ConnectError error={error} />
      <div>
        <Button variant="primary" icon={FileUp} onPress={() => run(bringChosenFilesToSources)}>
          {say.files.choose}
        </Button>
      </div>
    </Page>
  );
}
