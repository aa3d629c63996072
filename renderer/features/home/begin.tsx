import { FilePlus2, FolderSync, School } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { navigate } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';
import { bringFiles } from '../../app/bring-files.ts';
import { useWords } from '../../language/use-words.ts';
import { stroke } from '../../ui/icon.ts';
import { Page } from '../../ui/page.tsx';
import { sayError } from './act-on.ts';
import { words } from './words.ts';

async function addFiles(): Promise<void> {
  const files = await chooseFiles('files');
  if (files.length > 0) await bringFiles(files);
}

/** A new vault: three ways to begin. */
export function BeginScreen(): ReactNode {
  const say = useWords(words).begin;
  const ways = [
    { name: 'portal', icon: School, go: () => navigate('/sources/add') },
    { name: 'folder', icon: FolderSync, go: () => navigate('/sources/add?way=folder') },
    { name: 'files', icon: FilePlus2, go: () => void addFiles().catch(sayError) },
  ] as const;
  return (
    <Page title={say.title} lead={say.lead} key="begin">
      <ul className="begin" role="list">
        {ways.map(({ name, icon: Icon, go }) => (
          <li key={name}>
            <AriaButton className="begin-way" onPress={go}>
              <Icon strokeWidth={stroke} aria-hidden="true" />
              <span className="begin-title">{say[name].title}</span>
              <span className="begin-text">{say[name].text}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </Page>
  );
}
