import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import { navigate } from '../../app/router.ts';
import { cancelTask, dismissEnded, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { connectWords } from './connect-words.ts';
import { noticeKeyOf } from './source-state.ts';
import { words } from './words.ts';

/**
 * How a sign-in went that ended in the portal window: its page was gone before.
 * @param source shows only what concerns this one
 */
export function ConnectEnd({ source }: { readonly source?: string }): ReactNode {
  const { end } = useWords(connectWords);
  const { notices } = useWords(words);
  const task = useLatestTask('connect');
  const { run } = useAction();
  if (task === undefined || task.state === 'cancelled') return null;
  if (source !== undefined && (task.source ?? task.result?.source) !== source) return null;
  if (task.state === 'running')
    return (
      <Card>
        <Progress label={end.connecting} done={0} onCancel={() => run(() => cancelTask(task.id))} />
      </Card>
    );
  const hide = (
    <Button variant="plain" onPress={() => run(() => dismissEnded('connect'))}>
      {end.hide}
    </Button>
  );
  const { result } = task;
  if (result === undefined)
    return (
      <Notice
        live
        tone="attention"
        title={end.failed}
        text={sentenceOf(task.error?.code ?? 'internal.bug')}
        action={hide}
      />
    );
  const see =
    source === undefined ? (
      <Button onPress={() => navigate(`/sources/${result.source}`)}>{end.see}</Button>
    ) : (
      hide
    );
  return (
    <>
      <Notice
        live
        tone="safe"
        title={fill(result.again ? end.signedIn : end.connected, { name: result.name })}
        action={see}
      />
      {[...new Set(result.notices.map(noticeKeyOf))].map((key) => (
        <Notice key={key} tone="attention" title={notices[key]} />
      ))}
    </>
  );
}
