import { HardDrive, HeartPulse, LifeBuoy, RotateCw, Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { SecondCopy } from '../../../src/contract/methods/replica-methods.ts';
import { engine } from '../../app/engine.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { stroke } from '../../ui/icon.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { levelOf, scheduleName, schedules, schedulesFor, standingOf } from './copy-standing.ts';
import { words } from './words.ts';

interface CopyCardProps {
  readonly copy: SecondCopy;
  /** Something is under way, so nothing else can begin. */
  readonly isBusy: boolean;
  /** It was looked for, and was not there. */
  readonly isAway: boolean;
}

/** One second copy: where it is, how it stands, and what can be done with it. */
export function CopyCard({ copy, isBusy, isAway }: CopyCardProps): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const [asking, setAsking] = useState(false);
  const { id, name, type, place, alerts } = copy;
  const Icon = type === 'webdav' ? Server : HardDrive;
  const isKnown = place !== undefined;
  const standing = standingOf(copy);
  const forget = (): void =>
    run(async () => {
      await engine.call('replicas.remove', { copy: id });
      setAsking(false);
      toast({ tone: 'info', text: fill(say.forgotten, { name }) });
    });
  return (
    <Card title={name} aside={<StateMark level={levelOf[standing]} word={say.state[standing]} />}>
      <div className="copy">
        {isKnown && (
          <p className="copies-soft copy-place">
            <Icon strokeWidth={stroke} aria-hidden="true" />
            <bdi>{place}</bdi>
          </p>
        )}
        <Says copy={copy} isAway={isAway && isKnown} />
        {alerts.map((code) =>
          code === 'replica-shrank' || code === 'replica-changed' ? (
            <p key={code} className="copy-alert">
              {say.alert[code]}
            </p>
          ) : null,
        )}
        {isKnown && <Schedule copy={copy} />}
        <div className="copies-buttons">
          {isKnown && (
            <>
              <Button
                variant="primary"
                icon={RotateCw}
                label={`${say.copy}: ${name}`}
                isDisabled={isBusy || busy}
                onPress={() => run(() => startTask('replicas.sync', { copy: id }))}
              >
                {say.copy}
              </Button>
              <Button
                icon={HeartPulse}
                label={`${say.check}: ${name}`}
                isDisabled={isBusy || busy}
                onPress={() => run(() => startTask('replicas.check', { copy: id, full: false }))}
              >
                {say.check}
              </Button>
              <Button
                label={`${say.checkFull}: ${name}`}
                isDisabled={isBusy || busy}
                onPress={() => run(() => startTask('replicas.check', { copy: id, full: true }))}
              >
                {say.checkFull}
              </Button>
            </>
          )}
          {isKnown && copy.syncedAt !== undefined && (
            <Button
              icon={LifeBuoy}
              label={`${say.rehearse}: ${name}`}
              isDisabled={isBusy || busy}
              onPress={() => run(() => startTask('replicas.rehearse', { copy: id, all: false }))}
            >
              {say.rehearse}
            </Button>
          )}
          <Button variant="plain" label={`${say.forget}: ${name}`} onPress={() => setAsking(true)}>
            {say.forget}
          </Button>
        </div>
        {error !== undefined && <ErrorNote error={error} />}
      </div>
      <ConfirmDialog
        title={fill(say.forgetTitle, { name })}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={forget}
        confirm={say.forget}
        busy={busy}
      >
        <p>{say.forgetText}</p>
      </ConfirmDialog>
    </Card>
  );
}

function Says({ copy, isAway }: { readonly copy: SecondCopy; readonly isAway: boolean }): ReactNode {
  const say = useWords(words).says;
  const language = useLanguage();
  const when = (at: string): string => sayDate(at, new Date(), language);
  const { items, behind, syncedAt, checked, rehearsed, trouble, erasures = 0 } = copy;
  const standing = standingOf(copy);
  const main =
    standing === 'never' || standing === 'elsewhere' || standing === 'stale'
      ? say[standing]
      : behind > 0
        ? plural(behind, say.behind.one, say.behind.many)
        : fill(say.good, { items });
  return (
    <div className="copy-says">
      <p>{main}</p>
      {syncedAt !== undefined && <p className="copies-soft">{fill(say.last, { when: when(syncedAt) })}</p>}
      {checked !== undefined && (
        <p className="copies-soft">
          {fill(checked.ok ? say.checked : say.checkedBad, { when: when(checked.at) })}
        </p>
      )}
      {rehearsed !== undefined && (
        <p className="copies-soft">
          {fill(say.rehearsed, {
            when: when(rehearsed.at),
            readable: rehearsed.readable,
            items: rehearsed.items,
          })}
        </p>
      )}
      {trouble !== undefined && (
        <p className="copies-soft">
          {fill(say.trouble, { when: when(trouble.at), reason: sentenceOf(trouble.code) })}
        </p>
      )}
      {erasures > 0 && <p>{say.erasures}</p>}
      {isAway && trouble === undefined && <p className="copies-soft">{say.away}</p>}
    </div>
  );
}

function Schedule({ copy: { id, type, schedule } }: { readonly copy: SecondCopy }): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  return (
    <>
      <SelectField
        label={say.when}
        value={scheduleName(schedule ?? { whenPluggedIn: false })}
        options={schedulesFor(type).map((name) => ({ id: name, label: say.schedules[name] }))}
        onChange={(chosen) => {
          const name = schedulesFor(type).find((one) => one === chosen);
          if (name !== undefined)
            run(() => engine.call('replicas.setSchedule', { copy: id, schedule: schedules[name] }));
        }}
      />
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
