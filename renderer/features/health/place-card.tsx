import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';

import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { About } from './space-card.tsx';
import { words } from './words.ts';

/** Where the vault lies, and by which id and key others know it. */
export function PlaceCard({ about }: { readonly about: About }): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  return (
    <Card title={say.place.title}>
      <p className="health-soft">{say.place.text}</p>
      <p>
        <code>{about.path}</code>
      </p>
      <div>
        <Button
          icon={Copy}
          onPress={() =>
            run(async () => {
              await navigator.clipboard.writeText(about.path);
              toast({ tone: 'safe', text: say.place.copied });
            })
          }
        >
          {say.place.copy}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <Details summary={say.place.details}>
        <dl className="health-facts health-ids">
          <dt>{say.place.id}</dt>
          <dd>
            <code>{about.id}</code>
          </dd>
          <dt>{say.place.key}</dt>
          <dd>
            <code>{about.publicKey}</code>
          </dd>
        </dl>
      </Details>
    </Card>
  );
}
