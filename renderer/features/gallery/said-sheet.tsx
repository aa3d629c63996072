import { FileText, FolderSync, Inbox, School } from 'lucide-react';
import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Bytes } from '../../ui/bytes.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Tick } from '../../ui/tick.tsx';
import { words } from './words.ts';

const nothing = (): void => undefined;

/** Everything that says something: marks, notices, lists, progress, waiting, nothing, and not working. */
export function SaidSheet(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <Card title={say.marks}>
        <div className="gallery-row">
          <StateMark level="safe" />
          <StateMark level="attention" />
          <StateMark level="risk" />
          <StateMark level="none" />
          <Tick has label={say.marks} />
          <Tick has={false} label={say.marks} />
          <DateText at="2025-03-03T14:05:09Z" />
          <Bytes size={3_400_000} />
        </div>
      </Card>
      <Section title={say.notices}>
        <Notice tone="risk" title={say.risk} text={say.attentionText} action={<Button>{say.act}</Button>} />
        <Notice
          tone="attention"
          title={say.attention}
          text={say.attentionText}
          action={<Button>{say.act}</Button>}
        />
        <Notice tone="safe" title={say.safe} />
        <Notice tone="info" title={say.info} />
      </Section>
      <div className="gallery-pair">
        <Card flush title={say.lists} aside={say.small}>
          <Rows label={say.lists}>
            <Row icon={School} title={say.rowTitle} text={say.rowText} to="/ui" />
            <Row icon={FolderSync} title={say.folder} text={say.rowText} aside={<StateMark level="safe" />} />
            <Row
              icon={FileText}
              title={say.file}
              onPress={nothing}
              aside={<Button variant="plain">{say.plain}</Button>}
            />
          </Rows>
        </Card>
        <Card title={say.progress}>
          <Progress label={say.copying} name={say.file} done={12} total={40} onCancel={nothing} />
          <Progress label={say.copying} done={1_200_000_000} total={2_000_000_000} counts="bytes" />
          <Progress label={say.looking} done={0} />
        </Card>
      </div>
      <Section title={say.states}>
        <div className="gallery-pair">
          <Card>
            <Loading />
          </Card>
          <Card>
            <Empty
              icon={Inbox}
              title={say.empty}
              text={say.emptyText}
              action={<Button>{say.quiet}</Button>}
            />
          </Card>
        </div>
        <ErrorNote error={{ code: 'storage.full', details: { free: 0 } }} onRetry={nothing} />
      </Section>
    </>
  );
}
