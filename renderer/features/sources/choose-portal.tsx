import { FileUp, FolderSync, Globe, PanelTop, SearchX } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { Portal } from '../../../src/sources/catalogue/portal.ts';
import { addressIn, searchPortals } from '../../../src/sources/catalogue/search-portals.ts';
import { navigate } from '../../app/router.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { portalIcons } from './portal-icons.ts';
import { portalWords } from './portal-words.ts';
import { words } from './words.ts';

const others = [
  { id: 'portal', icon: Globe },
  { id: 'folder', icon: FolderSync },
  { id: 'files', icon: FileUp },
] as const;

/** 'Which portal do you use?': a search by name or address over those we know, and the ways for all others. */
export function ChoosePortal(): ReactNode {
  const say = useWords(portalWords);
  const { one } = useWords(words);
  const [typed, setTyped] = useState('');
  const found = searchPortals(typed);
  const searching = typed.trim() !== '';
  return (
    <Page narrow title={say.title} lead={say.lead} back={{ to: '/sources', label: one.back }}>
      <SearchField label={say.search} value={typed} onChange={setTyped} />
      <VisuallyHidden>
        <p role="status">{searching ? plural(found.length, say.found.one, say.found.many) : ''}</p>
      </VisuallyHidden>
      <Card flush>
        {found.length === 0 ? (
          <UnknownPortal typed={typed} />
        ) : (
          <Rows label={say.list}>
            {found.map((portal) => (
              <PortalRow key={portal.id} portal={portal} />
            ))}
          </Rows>
        )}
      </Card>
      <Card flush title={say.others}>
        <Rows label={say.others}>
          {others.map(({ id, icon }) => (
            <Row
              key={id}
              icon={icon}
              title={<strong>{say[id].title}</strong>}
              text={say[id].text}
              to={`/sources/add?way=${id}`}
            />
          ))}
        </Rows>
      </Card>
    </Page>
  );
}

function PortalRow({ portal }: { readonly portal: Portal }): ReactNode {
  const say = useWords(portalWords);
  return (
    <Row
      icon={portalIcons[portal.kind]}
      title={<strong>{portal.name}</strong>}
      text={portal.ways.map(({ how }) => say.short[how]).join(' · ')}
      to={`/sources/add?portal=${portal.id}`}
    />
  );
}

/** A portal that the catalogue does not have; what was typed as an address goes along. */
function UnknownPortal({ typed }: { readonly typed: string }): ReactNode {
  const say = useWords(portalWords);
  const address = addressIn(typed) === undefined ? '' : `&address=${encodeURIComponent(typed.trim())}`;
  return (
    <Empty
      icon={SearchX}
      title={say.none.title}
      text={say.none.text}
      action={
        <Button
          variant="primary"
          icon={PanelTop}
          onPress={() => navigate(`/sources/add?way=portal${address}`)}
        >
          {say.none.open}
        </Button>
      }
    />
  );
}
