import { ArchiveRestore, Compass, FileCheck2, FolderOpen } from 'lucide-react';

import { useAppState } from '../../app/app-state.ts';
import { engine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { words } from './words.ts';
import './welcome.css';

/** What the app does, and the ways in. */
export function WelcomeScreen() {
  const say = useWords(words).welcome;
  const { vault } = useAppState();
  const door = useDoor();

  const lookAround = (): void =>
    door.attempt(async () => {
      await engine.call('vault.lookAround', {});
      await leaveFor('#/home');
    });

  return (
    <Page title={say.title} lead={say.lead} narrow>
      {vault === 'gone' && <Notice tone="attention" title={say.gone} text={say.goneHint} />}
      {vault === 'half' && (
        <Notice
          tone="attention"
          title={say.half}
          text={say.halfHint}
          action={
            <Button variant="primary" onPress={() => navigate('/restore')}>
              {say.goOn}
            </Button>
          }
        />
      )}
      <div className="welcome-main">
        <Button
          variant={vault === 'half' ? 'quiet' : 'primary'}
          isDisabled={door.busy}
          onPress={() => navigate('/new')}
        >
          {say.make}
        </Button>
        <p>{say.makeHint}</p>
      </div>
      {door.error !== undefined && <ErrorNote error={door.error} onRetry={lookAround} />}
      {door.busy ? (
        <Loading label={say.tourStarts} />
      ) : (
        <Card title={say.otherWays} flush>
          <Rows>
            <Row icon={FolderOpen} title={say.open} text={say.openHint} to="/open" />
            <Row icon={ArchiveRestore} title={say.restore} text={say.restoreHint} to="/restore" />
            <Row icon={FileCheck2} title={say.check} text={say.checkHint} to="/verify" />
            <Row icon={Compass} title={say.tour} text={say.tourHint} onPress={lookAround} />
          </Rows>
        </Card>
      )}
    </Page>
  );
}
