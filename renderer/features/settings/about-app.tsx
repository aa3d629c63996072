import { useState } from 'react';

import { useShellState } from '../../app/app-state.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Licences } from './licences.ts';
import { words } from './words.ts';

/** Which version this is, and whose work is in it. */
export function AboutApp() {
  const say = useWords(words).about;
  const { version, electron, developmentRuntime } = useShellState();
  return (
    <Card title={say.title}>
      <div className="about">
        <p>{fill(say.version, { version })}</p>
        <p>{say.text}</p>
        <p className="about-quiet">{fill(say.runtime, { version: electron })}</p>
      </div>
      {developmentRuntime && <Notice tone="attention" title={say.development} />}
      <LicenceList />
    </Card>
  );
}

function LicenceList() {
  const say = useWords(words).about;
  const [shown, setShown] = useState<Licences | 'loading' | 'failed'>();
  const show = (): void => {
    setShown('loading');
    import('./licences.ts').then(
      ({ licences }) => setShown(licences),
      () => setShown('failed'),
    );
  };
  if (shown === undefined)
    return (
      <div className="door-actions">
        <Button onPress={show}>{say.licences}</Button>
      </div>
    );
  if (shown === 'loading') return <Loading label={say.looking} />;
  if (shown === 'failed') return <Notice live tone="risk" title={say.noList} />;
  return (
    <section aria-label={say.licences}>
      <p>{say.licencesText}</p>
      <ul className="licences">
        {shown.parts.map(({ name, version, licence, texts }) => (
          <li key={`${name} ${version}`}>
            <Details summary={`${name} ${version} · ${licence}`}>
              {texts.length === 0 ? (
                <p>{say.noText}</p>
              ) : (
                <pre className="licence-text" tabIndex={0}>
                  {texts.map((place) => shown.texts[place]).join('\n\n')}
                </pre>
              )}
            </Details>
          </li>
        ))}
      </ul>
    </section>
  );
}
