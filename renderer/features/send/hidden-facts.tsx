import { FileText } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { scopeOf, type Choosing, type ExportChoice } from './export-choice.ts';
import { words } from './words.ts';

type SayingFile = EngineOutput<'bundle.metadata'>['files'][number];

const atOnce = 30;

/** What pictures and office files say beside what they show, and whether copies that say less go instead. */
export function HiddenFacts({
  choosing,
  onChange,
}: {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}): ReactNode {
  const say = useWords(words).hidden;
  const [looks, setLooks] = useState(false);
  const scope = scopeOf(choosing);
  return (
    <Card title={say.title}>
      <p className="send-soft">{say.text}</p>
      <Checkbox
        value={choosing.strip}
        help={say.stripHelp}
        onChange={(strip) => onChange({ ...choosing, strip })}
      >
        {say.strip}
      </Checkbox>
      {scope !== undefined && looks ? (
        <Files
          choice={{
            ...scope,
            exclude: choosing.exclude.map(({ id }) => id),
            includeFlagged: [...choosing.includeFlagged],
          }}
        />
      ) : (
        <div>
          <Button onPress={() => setLooks(true)}>{say.look}</Button>
        </div>
      )}
    </Card>
  );
}

/** Reads all of the files, so it is asked for only once somebody wants to know. */
function Files({ choice }: { readonly choice: ExportChoice }): ReactNode {
  const say = useWords(words).hidden;
  const [most, setMost] = useState(atOnce);
  const asked = useEngine('bundle.metadata', choice);
  if (asked.state === 'loading') return <Loading label={say.looking} />;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const files = asked.value.files.filter(({ said }) => said.length > 0);
  if (files.length === 0) return <p role="status">{say.none}</p>;
  return (
    <>
      <Rows label={say.list}>
        {files.slice(0, most).map((file) => (
          <Row key={file.item} icon={FileText} title={<bdi>{file.what}</bdi>} text={<Said file={file} />} />
        ))}
      </Rows>
      {files.length > most && (
        <div>
          <Button variant="plain" onPress={() => setMost(most + atOnce)}>
            {fill(say.more, { count: files.length - most })}
          </Button>
        </div>
      )}
    </>
  );
}

function Said({ file: { said, strippable } }: { readonly file: SayingFile }): ReactNode {
  const say = useWords(words).hidden;
  return (
    <ul className="send-said">
      {said.map(({ what, text, stays }, place) => (
        <li key={`${what} ${place}`}>
          {say.said[what]}
          {text !== '' && (
            <>
              {': '}
              <bdi>{text}</bdi>
            </>
          )}
          {(stays === true || !strippable) && ` (${say.stays})`}
        </li>
      ))}
    </ul>
  );
}
