import { FileSearch, FolderOpen, HeartHandshake } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { EngineInput, EngineOutput } from '../../../src/contract/engine-contract.ts';
import { sealSecretFor } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { dismissEnded, startTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { ItemLinks } from './item-links.tsx';
import { words } from './mend-words.ts';

const shown = 8;

/** What is hurt, by name, and the ways to mend it. */
export function MendCard({
  state: { hurt, sources, copies },
  readAll,
  history,
  isBusy,
}: {
  readonly state: EngineOutput<'repair.state'>;
  /** A full check found what a quick look would not see again. */
  readonly readAll: boolean;
  /** The history is hurt too, which wants the passphrase. */
  readonly history: boolean;
  /** Something else is under way, so nothing can begin. */
  readonly isBusy: boolean;
}): ReactNode {
  const say = useWords(words);
  const [ask, setAsk] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const { busy, error, run } = useAction();
  const names = (of: readonly { readonly name: string }[]): string => of.map(({ name }) => name).join(', ');
  const begin = async (choice: Omit<EngineInput<'repair.start'>, 'full'>): Promise<string> =>
    history
      ? startTask('repair.whole', {
          ...choice,
          passphrase: await sealSecretFor('repair.whole/passphrase', passphrase),
        })
      : startTask('repair.start', { ...choice, full: readAll });
  const isLacking = history && passphrase === '';
  const mend = (chosen: { readonly files?: string[]; readonly folders?: string[] }): Promise<unknown> =>
    begin({ files: [], folders: [], ...chosen, askSources: ask && sources.length > 0 }).then(() =>
      dismissEnded('check', 'repair'),
    );
  const choose = (what: 'files' | 'folder'): void =>
    run(async () => {
      const chosen = (await chooseFiles(what)).map(({ id }) => id);
      if (chosen.length > 0) await mend(what === 'files' ? { files: chosen } : { folders: chosen });
    });
  return (
    <Card title={hurt.length > 0 ? say.title : say.titleNone}>
      {hurt.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <>
          <p>{plural(hurt.length, say.hurt.one, say.hurt.many)}</p>
          <ItemLinks items={hurt} most={shown} more={fill(say.more, { count: hurt.length - shown })} />
        </>
      )}
      <div className="mend-how">
        <p className="health-soft">{say.how}</p>
        <p className="health-soft">
          {copies.length > 0 ? fill(say.copies, { names: names(copies) }) : say.noCopies}
        </p>
      </div>
      {sources.length > 0 && (
        <Checkbox value={ask} onChange={setAsk} help={say.askHelp} isDisabled={busy}>
          {fill(say.ask, { names: names(sources) })}
        </Checkbox>
      )}
      {history && (
        <PassphraseField
          label={say.passphrase}
          help={say.passphraseHelp}
          value={passphrase}
          onChange={setPassphrase}
          isDisabled={busy}
        />
      )}
      <div className="mend-buttons">
        <Button
          variant="primary"
          icon={HeartHandshake}
          isDisabled={isBusy || isLacking}
          busy={busy}
          onPress={() => run(() => mend({}))}
        >
          {say.start}
        </Button>
        <Button icon={FileSearch} isDisabled={isBusy || busy || isLacking} onPress={() => choose('files')}>
          {say.file}
        </Button>
        <Button icon={FolderOpen} isDisabled={isBusy || busy || isLacking} onPress={() => choose('folder')}>
          {say.folder}
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
