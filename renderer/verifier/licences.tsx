import { useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Details } from '../ui/details.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { words } from './words.ts';

interface Licence {
  /** Name, version and licence of what is in the page. */
  readonly title: string;
  readonly texts: readonly string[];
}

/** Whose work is in this page, with the whole text of each licence; all of it stands in the page itself. */
export function Licences(): ReactNode {
  const { licences: say } = useWords(words);
  const [licences, setLicences] = useState<readonly Licence[]>();
  return (
    <>
      <Button variant="plain" onPress={() => setLicences(readLicences())}>
        {say.open}
      </Button>
      <Dialog title={say.title} isOpen={licences !== undefined} onClose={() => setLicences(undefined)}>
        <p>{say.lead}</p>
        <div>
          {licences?.map(({ title, texts }) => (
            <Details key={title} summary={title}>
              {texts.map((text, place) => (
                <pre key={place} className="verifier-licence" role="region" tabIndex={0} aria-label={title}>
                  {text}
                </pre>
              ))}
            </Details>
          ))}
        </div>
      </Dialog>
    </>
  );
}

/** The build puts them into a template, which no browser shows by itself. */
function readLicences(): Licence[] {
  const template = document.getElementById('licences');
  if (!(template instanceof HTMLTemplateElement)) return [];
  return [...template.content.querySelectorAll('section')].map((section) => ({
    title: section.title,
    texts: [...section.querySelectorAll('pre')].map((text) => text.textContent),
  }));
}
