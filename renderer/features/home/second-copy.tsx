import { HardDrive, HeartPulse, LifeBuoy } from 'lucide-react';
import type { ReactNode } from 'react';

import { navigate } from '../../app/router.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import type { Status } from './standing.ts';
import { words } from './words.ts';

/** Whether there is a second copy, and how the vault was when it was last looked at. */
export function SecondCopy({ status }: { readonly status: Status }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { secondCopy, lastCheck } = status;
  const tried = status.work.lastRehearsal;
  const when = (at: string): string => sayDate(at, new Date(), language);
  const checked =
    lastCheck === undefined
      ? say.check.never
      : fill(lastCheck.ok ? say.check.good : say.check.bad, { date: when(lastCheck.at) });
  return (
    <Card flush title={say.second.title}>
      <Rows label={say.second.title}>
        <Row
          icon={HardDrive}
          title={
            secondCopy === undefined ? say.second.none : fill(say.second.made, { date: when(secondCopy.at) })
          }
          text={secondCopy === undefined ? say.second.noneText : undefined}
          aside={
            <Button variant="plain" onPress={() => navigate('/copies')}>
              {secondCopy === undefined ? say.second.make : say.second.look}
            </Button>
          }
        />
        {secondCopy !== undefined && (
          <Row
            icon={LifeBuoy}
            title={say.rehearsal.title}
            text={
              tried === undefined
                ? say.rehearsal.never
                : fill(tried.readable === tried.items ? say.rehearsal.good : say.rehearsal.bad, {
                    readable: tried.readable,
                    items: tried.items,
                    name: tried.copy,
                    date: when(tried.at),
                  })
            }
          />
        )}
        <Row
          icon={HeartPulse}
          title={say.check.title}
          text={checked}
          aside={
            <Button variant="plain" onPress={() => navigate('/health')}>
              {say.check.act}
            </Button>
          }
        />
      </Rows>
    </Card>
  );
}
