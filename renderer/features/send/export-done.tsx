import { Copy, FileSearch, FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Recipient } from './export-choice.ts';
import { MissingRows } from './missing-rows.tsx';
import { SaveVerifier } from './save-verifier.tsx';
import { nameOf } from './step-readers.tsx';
import { words } from './words.ts';

interface ExportDoneProps {
  readonly result: TaskResult<'export'>;
  /** Those whom it may be locked for, by their cards. */
  readonly known: readonly Recipient[];
  readonly onAnother: () => void;
}

/** The bundle is made: what it holds, where it is, how to look at it, and what to tell those who get it. */
export function ExportDone({ result, known, onAnother }: ExportDoneProps): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  const { parts, items, missing, naming, copies, said, file, recipients } = result;
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const isOne = parts.length === 1;
  const isLocked = recipients.length > 0;
  const readers = recipients.map((recipient) =>
    nameOf(known.find((one) => one.recipient === recipient) ?? { recipient }, say.readers.noName),
  );
  const verify = `/verify?${new URLSearchParams({ file, from: 'send' }).toString()}`;
  return (
    <>
      <Notice
        live
        tone="safe"
        title={say.done.title}
        text={
          <>
            <p>
              {fill(items === 1 ? say.done.text.one : say.done.text.many, {
                count: items,
                size: saySize(bytes),
              })}{' '}
              {missing.length > 0 && plural(missing.length, say.done.missing.one, say.done.missing.many)}
            </p>
            <p>{isLocked ? fill(say.done.locked, { names: readers.join(', ') }) : say.done.open}</p>
            {!isOne && <p>{fill(say.done.parts, { count: parts.length })}</p>}
            {copies > 0 && <p>{plural(copies, say.done.copies.one, say.done.copies.many)}</p>}
            {said > 0 && <p>{plural(said, say.done.said.one, say.done.said.many)}</p>}
            {naming > 0 && <p>{plural(naming, say.naming.count.one, say.naming.count.many)}</p>}
          </>
        }
      />
      {error !== undefined && <ErrorNote error={error} />}
      <div className="send-buttons">
        {!isOne ? undefined : isLocked ? (
          <Button
            variant="primary"
            icon={FolderOpen}
            onPress={() => run(() => shell.call('shell.showFile', { file }))}
          >
            {say.done.show}
          </Button>
        ) : (
          <>
            <Button variant="primary" icon={FileSearch} onPress={() => navigate(verify)}>
              {say.done.verify}
            </Button>
            <Button icon={FolderOpen} onPress={() => run(() => shell.call('shell.showFile', { file }))}>
              {say.done.show}
            </Button>
          </>
        )}
        <Button variant="plain" onPress={onAnother}>
          {say.done.another}
        </Button>
      </div>
      <WhatToTell isLocked={isLocked} />
      <Card title={say.checker.title}>
        <SaveVerifier />
      </Card>
      <Card title={say.facts.title}>
        {parts.map((part) => (
          <Facts key={part.bundle} part={part} />
        ))}
      </Card>
      {missing.length > 0 && (
        <Card flush title={say.missingTitle}>
          <MissingRows missing={missing} />
        </Card>
      )}
    </>
  );
}

/** By what the copy that arrived can be compared, and by what a later bundle names this one. */
function Facts({
  part: { name, sha256, bundle },
}: {
  readonly part: TaskResult<'export'>['parts'][number];
}): ReactNode {
  const say = useWords(words).facts;
  return (
    <dl className="send-facts">
      <dt>{say.file}</dt>
      <dd>
        <bdi>{name}</bdi>
      </dd>
      <dt>{say.digest}</dt>
      <dd>
        <code>{sha256}</code>
        <p className="send-soft">{say.digestHelp}</p>
      </dd>
      <dt>{say.bundle}</dt>
      <dd>
        <code>{bundle}</code>
        <p className="send-soft">{say.bundleHelp}</p>
      </dd>
    </dl>
  );
}

/** How to hand it over, and the key by which they know the sender. */
function WhatToTell({ isLocked }: { readonly isLocked: boolean }): ReactNode {
  const say = useWords(words);
  const about = useEngine('vault.about', {});
  const { error, run } = useAction();
  return (
    <Card title={say.tell.title}>
      <ol className="send-steps">
        <li>{say.tell.one}</li>
        <li>{isLocked ? say.tell.twoLocked : say.tell.two}</li>
        <li>{say.tell.three}</li>
      </ol>
      {about.state === 'ready' && (
        <div className="send-key">
          <span>{say.tell.key}</span>
          <code>{about.value.publicKey}</code>
          <Button
            icon={Copy}
            onPress={() =>
              run(async () => {
                await navigator.clipboard.writeText(about.value.publicKey);
                toast({ tone: 'safe', text: say.tell.copied });
              })
            }
          >
            {say.tell.copy}
          </Button>
        </div>
      )}
      {about.state === 'error' && <ErrorNote error={about.error} onRetry={about.reload} />}
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
