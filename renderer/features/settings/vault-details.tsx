import { useEngine } from '../../app/engine.ts';
import { useLanguage } from '../../language/language.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { words } from './words.ts';

/** Where the open vault lies, and its exact facts. */
export function VaultDetails() {
  const say = useWords(words).details;
  const language = useLanguage();
  const about = useEngine('vault.about', {});
  return (
    <Card title={say.title}>
      {about.state === 'loading' && <Loading label={say.looking} />}
      {about.state === 'error' && <ErrorNote error={about.error} onRetry={about.reload} />}
      {about.state === 'ready' && (
        <>
          {about.value.practice && <p>{say.practice}</p>}
          <dl className="facts">
            <dt>{say.place}</dt>
            <dd>
              <code>{about.value.path}</code>
            </dd>
            <dt>{say.size}</dt>
            <dd>{saySize(about.value.bytes, language)}</dd>
            <dt>{say.free}</dt>
            <dd>{saySize(about.value.free, language)}</dd>
          </dl>
          <Details summary={say.more}>
            <dl className="facts">
              <dt>{say.id}</dt>
              <dd>
                <code>{about.value.id}</code>
              </dd>
              <dt>{say.key}</dt>
              <dd>
                <code>{about.value.publicKey}</code>
              </dd>
              <dt>{say.entries}</dt>
              <dd>{about.value.entries.toLocaleString()}</dd>
              <dt>{say.files}</dt>
              <dd>{about.value.blobs.toLocaleString()}</dd>
            </dl>
          </Details>
        </>
      )}
    </Card>
  );
}
