import { FileUp, FolderSync, Globe, School } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRoute } from '../../app/router.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { AddFiles } from './add-files.tsx';
import { ConnectFolder } from './connect-folder.tsx';
import { ConnectMoodle } from './connect-moodle.tsx';
import { OpenOtherPortal } from './open-other-portal.tsx';
import { words } from './words.ts';
import './sources.css';

const ways = [
  { id: 'moodle', icon: School },
  { id: 'portal', icon: Globe },
  { id: 'folder', icon: FolderSync },
  { id: 'files', icon: FileUp },
] as const;

/** 'Which portal do you use?', and then the steps of the way that was chosen. */
export function AddSourceScreen(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  switch (query.get('way')) {
    case 'moodle':
      return <ConnectMoodle />;
    case 'portal':
      return <OpenOtherPortal />;
    case 'folder':
      return <ConnectFolder />;
    case 'files':
      return <AddFiles />;
    default:
  }
  return (
    <Page narrow title={say.add.title} lead={say.add.lead} back={{ to: '/sources', label: say.one.back }}>
      <Card flush>
        <Rows label={say.add.title}>
          {ways.map(({ id, icon }) => (
            <Row
              key={id}
              icon={icon}
              title={<strong>{say.add[id].title}</strong>}
              text={say.add[id].text}
              to={`/sources/add?way=${id}`}
            />
          ))}
        </Rows>
      </Card>
    </Page>
  );
}
