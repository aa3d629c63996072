import { BellRing } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { copyNow, sayError } from './act-on.ts';
import type { StatusAlert, StatusSource } from './standing.ts';
import { words } from './words.ts';

interface AlertsProps {
  readonly alerts: readonly StatusAlert[];
  readonly sources: readonly StatusSource[];
}

/** What was noticed and nobody has seen to yet. */
export function Alerts({ alerts, sources }: AlertsProps): ReactNode {
  const say = useWords(words).alerts;
  if (alerts.length === 0) return null;
  return (
    <Card flush title={say.title}>
      <Rows label={say.title}>
        {alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} source={sources.find(({ id }) => id === alert.source)} />
        ))}
      </Rows>
    </Card>
  );
}

interface AlertRowProps {
  readonly alert: StatusAlert;
  readonly source: StatusSource | undefined;
}

type AlertCode = keyof (typeof words)['en']['alerts']['says'];

function AlertRow({ alert, source }: AlertRowProps): ReactNode {
  const say = useWords(words).alerts;
  const [asking, setAsking] = useState(false);
  const codes = Object.keys(say.says) as AlertCode[];
  const code = codes.find((one) => one === alert.code) ?? 'other';
  const name = alert.itemName ?? source?.name ?? '';
  const to = placeOfAlert(alert);
  const what = `${name === '' ? '' : `${name}: `}${say.says[code]}`;
  const settle = (): void => {
    engine
      .call('alerts.settle', { alert: alert.id })
      .then(() => {
        // The button goes away with its row.
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
        announce(say.settled);
      })
      .catch(sayError);
  };
  return (
    <>
      <Row
        icon={BellRing}
        title={name === '' ? say.says[code] : name}
        text={
          <>
            {name !== '' && `${say.says[code]} `}
            <DateText at={alert.at} />
          </>
        }
        aside={
          <>
            {to !== undefined && (
              <Button variant="plain" label={fill(say.lookLabel, { name })} onPress={() => navigate(to)}>
                {say.look}
              </Button>
            )}
            {code === 'mass-change' && source !== undefined ? (
              <Button variant="plain" onPress={() => setAsking(true)}>
                {say.accept}
              </Button>
            ) : (
              <Button variant="plain" label={fill(say.settleLabel, { what })} onPress={settle}>
                {say.settle}
              </Button>
            )}
          </>
        }
      />
      <ConfirmDialog
        title={say.acceptTitle}
        confirm={say.acceptDo}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          copyNow(source?.id, true);
          settle();
        }}
      >
        <p>{say.acceptText}</p>
      </ConfirmDialog>
    </>
  );
}

function placeOfAlert({ code, item, source }: StatusAlert): string | undefined {
  if (code.startsWith('replica-') || code === 'integrity.fork') return '/copies';
  if (item !== undefined) return `/item/${encodeURIComponent(item)}`;
  return source === undefined ? undefined : `/sources/${source}`;
}
