import { Mail, MailCheck, MailSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConnectError } from './connect-error.tsx';
import { connectWords } from './connect-words.ts';
import { ensureCopying } from './ensure-copying.ts';
import type { MailConnection } from './mail-connection.ts';
import { turnToSource } from './turn-to-source.ts';

type Preview = EngineOutput<'sources.previewMailbox'>;

export interface ChooseMailProps {
  readonly folders: EngineOutput<'sources.mailFolders'>['folders'];
  readonly connection: (
    method: 'sources.previewMailbox' | 'sources.connectMailbox',
  ) => Promise<MailConnection>;
  readonly onBack: () => void;
}

/** Which e-mails: by folder, by who sent them; then what that comes to; then yes. */
export function ChooseMail({ folders, connection, onBack }: ChooseMailProps): ReactNode {
  const { mail } = useWords(connectWords);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [senders, setSenders] = useState('');
  const [tried, setTried] = useState(false);
  const [preview, setPreview] = useState<Preview>();
  const { busy, error, run } = useAction();
  const people = senders.split(/[\s,;]+/u).filter((one) => one !== '');
  const nothing = chosen.size === 0 && people.length === 0;
  const choice = { folders: [...chosen], senders: people };
  const change = (): void => setPreview(undefined);

  const look = (): void => {
    setTried(true);
    if (nothing) return;
    run(async () => {
      setPreview(
        await engine.call('sources.previewMailbox', {
          ...(await connection('sources.previewMailbox')),
          ...choice,
        }),
      );
    });
  };
  const connect = (): void =>
    run(async () => {
      const { source, notices } = await engine.call('sources.connectMailbox', {
        ...(await connection('sources.connectMailbox')),
        ...choice,
      });
      await ensureCopying(source.id);
      await turnToSource(source.id, 'connected', notices);
    });

  return (
    <form
      className="source-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (preview === undefined || preview.total === 0) look();
        else connect();
      }}
    >
      <h3 className="source-step-title">{mail.chooseTitle}</h3>
      <p className="sources-text">{mail.chooseText}</p>
      <fieldset className="source-choices" disabled={busy}>
        <legend className="field-label">{mail.folders}</legend>
        {folders.map(({ path, use }) => (
          <Checkbox
            key={path}
            value={chosen.has(path)}
            isDisabled={busy}
            onChange={(on) => {
              const next = new Set(chosen);
              if (on) next.add(path);
              else next.delete(path);
              setChosen(next);
              change();
            }}
          >
            <FolderName path={path} use={use} />
          </Checkbox>
        ))}
      </fieldset>
      <TextField
        multiline
        label={mail.senders}
        help={mail.sendersHelp}
        value={senders}
        isDisabled={busy}
        error={tried && nothing ? mail.nothing : undefined}
        onChange={(text) => {
          setSenders(text);
          change();
        }}
      />
      {preview !== undefined && <PreviewOf preview={preview} />}
      <ConnectError error={error} />
      <div className="sources-buttons">
        {preview === undefined || preview.total === 0 ? (
          <Button variant="primary" type="submit" icon={MailSearch} busy={busy}>
            {busy ? mail.previewing : mail.preview}
          </Button>
        ) : (
          <Button variant="primary" type="submit" icon={MailCheck} busy={busy}>
            {mail.connect}
          </Button>
        )}
        <Button isDisabled={busy} onPress={onBack}>
          {mail.again}
        </Button>
      </div>
    </form>
  );
}

/** A folder by what it is for, where the server says so; else by its own name. */
function FolderName({ path, use }: { readonly path: string; readonly use: string | undefined }): ReactNode {
  const { mail } = useWords(connectWords);
  const uses: Readonly<Record<string, string>> = mail.uses;
  const key = path.toLowerCase() === 'inbox' ? 'inbox' : (use ?? '').replace(/^\\/u, '').toLowerCase();
  const known = Object.hasOwn(uses, key) ? uses[key] : undefined;
  return known ?? <bdi>{path}</bdi>;
}

function PreviewOf({ preview }: { readonly preview: Preview }): ReactNode {
  const { mail } = useWords(connectWords);
  if (preview.total === 0) return <Notice live tone="attention" title={mail.none} />;
  return (
    <>
      <Notice live tone="info" title={plural(preview.total, mail.found.one, mail.found.many)} />
      {preview.newest.length > 0 && (
        <div>
          <p className="field-label">{mail.newest}</p>
          <Rows label={mail.newest}>
            {preview.newest.map(({ from, subject, date }, at) => (
              <Row
                // Two e-mails may look the same.
                key={at}
                icon={Mail}
                title={<bdi>{subject === '' ? mail.noSubject : subject}</bdi>}
                text={fill(mail.from, { name: from })}
                aside={date === undefined ? undefined : <DateText at={date} />}
              />
            ))}
          </Rows>
        </div>
      )}
    </>
  );
}
