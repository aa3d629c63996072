import { useEffect, useState, type ReactNode } from 'react';

import { LanguageContext } from '../language/language.ts';
import { useWords } from '../language/use-words.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Loading } from '../ui/loading.tsx';
import { appStateStore, followStates, shellStateStore, useAppState, useShellState } from './app-state.ts';
import { useAppearance } from './appearance.ts';
import { asCallError, type CallError } from './call-error.ts';
import { admitted } from './gate.ts';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';
import { navigate, useRoute } from './router.ts';
import { findPlace } from './routes.tsx';
import { shell } from './shell.ts';
import { useStore } from './store.ts';
import { followTaskEnds } from './task-ends.ts';
import { followTasks } from './tasks.ts';
import { words } from './words.ts';

/** The whole page, once it knows how things stand. */
export function App(): ReactNode {
  const say = useWords(words);
  const known = [useStore(appStateStore), useStore(shellStateStore)].every((state) => state !== undefined);
  const error = useBeginning();
  if (known) return <Known />;
  return (
    <main className="starting">
      {error === undefined ? (
        <Loading label={say.opening} />
      ) : (
        <ErrorNote error={error} title={say.cannotStart} />
      )}
    </main>
  );
}

let begun: Promise<void> | undefined;

function useBeginning(): CallError | undefined {
  const [error, setError] = useState<CallError>();
  useEffect(() => {
    begun ??= Promise.all([followStates(), followTasks()]).then(() => followTaskEnds());
    begun.catch((thrown: unknown) => setError(asCallError(thrown)));
    return shell.onEvent((event) => {
      if (event.type === 'go') navigate(event.route);
    });
  }, []);
  return error;
}

function Known(): ReactNode {
  const { settings } = useShellState();
  useAppearance(settings);
  const segments = useAdmittedSegments();
  const place = findPlace(segments);
  const Screen = place?.screen ?? NotFound;
  const path = segments.join('/');
  return (
    <LanguageContext value={settings.language}>
      <Layout frame={place?.frame ?? 'rail'} path={path}>
        <Screen key={path} />
      </Layout>
    </LanguageContext>
  );
}

/** How long a door may stay on the screen after the vault opened: its screen replaces the page itself. */
const doorStays = 2500;

/** The route's parts, or those of the place that the state of the vault leads to instead. */
function useAdmittedSegments(): readonly string[] {
  const state = useAppState();
  const { segments } = useRoute();
  const wanted = segments.join('/');
  const place = admitted(state, wanted);
  const [entered, setEntered] = useState<string>();
  const lingers = place !== wanted && state.engine === 'open' && entered === wanted && wanted !== '';
  useEffect(() => {
    if (place === wanted) {
      setEntered(wanted);
      return undefined;
    }
    const timer = setTimeout(() => navigate(`/${place}`, { replace: true }), lingers ? doorStays : 0);
    return () => clearTimeout(timer);
  }, [place, wanted, lingers]);
  return place === wanted || lingers ? segments : [place];
}
