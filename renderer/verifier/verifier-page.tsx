import { FileJson2, FileSearch, List, Printer } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { sayDay } from '../report/say-day.ts';
import { announce, announcerId } from '../ui/announce.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { Progress } from '../ui/progress.tsx';
import { shownReport, type Bundle, type BundleQueue } from './bundle-queue.ts';
import { countBundles, standingOfBundle } from './bundle-standing.ts';
import { BundleTable } from './bundle-table.tsx';
import { BundleView } from './bundle-view.tsx';
import type { Checker } from './checker.ts';
import { DropArea } from './drop-area.tsx';
import { Licences } from './licences.tsx';
import type { CheckChoice } from './messages.ts';
import { saveJson } from './save-file.ts';
import type { OpenPolicy } from './policy-part.tsx';
import { policyWords } from './policy-words.ts';
import { SetNotes } from './set-notes.tsx';
import { TrustCard, useTrustDraft } from './trust-card.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { words } from './words.ts';
import './verifier.css';

export interface VerifierPageProps {
  readonly queue: BundleQueue;
  /** Reads policies and finds files, beside the checks. */
  readonly helper: Checker;
}

/** The awarding organisation's page: bundles come in, separate answers come out, and the reader alone says whom to trust. */
export function VerifierPage({ queue, helper }: VerifierPageProps): ReactNode {
  const bundles = useSyncExternalStore(queue.subscribe, queue.bundles);
  const choice = useSyncExternalStore(queue.subscribe, queue.choice);
  const [policy, setPolicy] = useState<OpenPolicy>();
  const [typed, setTyped] = useTrustDraft();
  const [looksAt, setLooksAt] = useState<number>();
  const [usedFor, setUsedFor] = useState<number>();
  const add = useCallback(
    (files: readonly File[]) => {
      setLooksAt(undefined);
      queue.add(files);
    },
    [queue],
  );
  const hovers = useFileDrop(add);
  const chosen = bundles.length === 1 ? bundles[0] : bundles.find(({ id }) => id === looksAt);
  // The card stands behind a report's answers, or last; it would move from under somebody's hands when the report comes.
  const isReported = chosen !== undefined && shownReport(chosen) !== undefined;
  // Once somebody has used it at the end, it stays there with their focus.
  const isUsed = chosen !== undefined && chosen.id === usedFor;
  const isUnderWay = chosen?.state.is === 'waiting' || chosen?.state.is === 'checking';
  useEndSaid(bundles, chosen);
  const choose = (changed: Partial<CheckChoice>): void => {
    if (!isReported) setUsedFor(chosen?.id);
    queue.choose(changed);
  };
  const trust = (
    <TrustCard
      helper={helper}
      policy={policy}
      onPolicy={(opened) => {
        setPolicy(opened);
        if (opened?.text !== choice.policy) choose({ policy: opened?.text });
      }}
      choice={choice}
      typed={typed}
      onTyped={setTyped}
      onChoice={choose}
      hasBundles={bundles.length > 0}
    />
  );
  return (
    <div className="verifier">
      <Masthead />
      <main>
        {chosen === undefined ? (
          <Overview bundles={bundles} queue={queue} onLook={setLooksAt} />
        ) : (
          <OneBundle
            key={chosen.id}
            bundle={chosen}
            queue={queue}
            helper={helper}
            onBack={bundles.length > 1 ? () => setLooksAt(undefined) : undefined}
            choice={choice}
            policy={policy}
            afterAnswers={isUsed ? undefined : trust}
          />
        )}
        <DropArea small={bundles.length > 0} hovers={hovers} onFiles={add} />
        {(isUsed || (!isReported && !isUnderWay)) && trust}
      </main>
      <footer className="verifier-foot">
        <Licences />
      </footer>
      <div id={announcerId} className="visually-hidden" role="status" />
    </div>
  );
}

/** Says aloud how the check came out: the eye sees it, the ear would not. */
function useEndSaid(bundles: readonly Bundle[], chosen: Bundle | undefined): void {
  const { table: say } = useWords(words);
  const isOver =
    bundles.length > 0 && bundles.every(({ state }) => state.is === 'done' || state.is === 'failed');
  const said = chosen === undefined ? fill(say.counts, countBundles(bundles)) : say[standingOfBundle(chosen)];
  useEffect(() => {
    if (isOver) announce(said);
  }, [isOver, said]);
}

function Masthead(): ReactNode {
  const say = useWords(words);
  return (
    <header className="verifier-masthead">
      <strong>{say.mark}</strong>
      <span>{say.markSays}</span>
      <small>{fill(say.version, { version: __VERSION__ })}</small>
    </header>
  );
}

interface OverviewProps {
  readonly bundles: readonly Bundle[];
  readonly queue: BundleQueue;
  readonly onLook: (id: number) => void;
}

function Overview({ bundles, queue, onLook }: OverviewProps): ReactNode {
  const say = useWords(words);
  const at = bundles.findIndex(({ state }) => state.is === 'checking');
  const ended = bundles.flatMap((bundle) => documentOf(bundle) ?? []);
  return (
    <Page
      title={say.title}
      lead={bundles.length === 0 ? say.lead : undefined}
      actions={
        bundles.length > 0 && (
          <>
            {at === -1 && ended.length > 0 && (
              <Button icon={FileJson2} onPress={() => saveJson('reports.json', ended)}>
                {say.saveAll}
              </Button>
            )}
            <Button icon={FileSearch} onPress={() => queue.clear()}>
              {say.another}
            </Button>
          </>
        )
      }
    >
      {at !== -1 && (
        <Card>
          <Progress
            label={fill(say.checkingMany, { number: at + 1, count: bundles.length })}
            name={bundles[at]?.file.name}
            done={at}
            total={bundles.length}
            counts="nothing"
            onCancel={() => queue.stop()}
          />
        </Card>
      )}
      {bundles.length > 0 && <BundleTable bundles={bundles} onLook={onLook} />}
      <SetNotes bundles={bundles} />
    </Page>
  );
}

interface OneBundleProps {
  readonly bundle: Bundle;
  readonly queue: BundleQueue;
  readonly helper: Checker;
  /** Back to the list, where there is one. */
  readonly onBack: (() => void) | undefined;
  readonly choice: CheckChoice;
  readonly policy: OpenPolicy | undefined;
  readonly afterAnswers: ReactNode;
}

function OneBundle(props: OneBundleProps): ReactNode {
  const say = useWords(words);
  const sayPolicy = useWords(policyWords);
  const { bundle, queue, helper, onBack, choice, policy, afterAnswers } = props;
  const { state, file } = bundle;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div ref={top}>
      <Page
        title={say.reportTitle}
        actions={
          <>
            {state.is === 'done' && (
              <>
                <Button icon={Printer} onPress={() => window.print()}>
                  {say.print}
                </Button>
                <Button
                  icon={FileJson2}
                  onPress={() => saveJson(`${file.name}.report.json`, documentOf(bundle))}
                >
                  {say.saveReport}
                </Button>
              </>
            )}
            {onBack === undefined ? (
              <Button icon={FileSearch} onPress={() => queue.clear()}>
                {say.another}
              </Button>
            ) : (
              <Button icon={List} onPress={onBack}>
                {say.backToAll}
              </Button>
            )}
          </>
        }
      >
        {choice.at !== undefined && (
          <p className="verifier-as-of">{fill(say.asOf, { moment: sayMoment(choice.at) })}</p>
        )}
        <BundleView
          bundle={bundle}
          helper={helper}
          afterAnswers={afterAnswers}
          identities={choice.identities}
          onStop={() => queue.stop()}
        />
        {state.is === 'done' && (
          <p className="verifier-printed">
            {fill(say.checkedOn, { day: sayDay(new Date().toISOString()), version: __VERSION__ })}{' '}
            {policy === undefined
              ? say.byNobody
              : fill(say.byPolicy, { name: policy.name ?? sayPolicy.unnamed, file: policy.file })}
          </p>
        )}
      </Page>
    </div>
  );
}

/** A day, or with its time where it is not the end of that day. */
function sayMoment(iso: string): string {
  return iso.endsWith('T23:59:59.999Z') ? sayDay(iso) : `${sayDay(iso)}, ${iso.slice(11, 16)} UTC`;
}

/** The document that `evidence-vault verify --json` prints too, or why there is none; undefined until the check is over. */
function documentOf({ file: { name }, state }: Bundle): object | undefined {
  const { en: say } = words;
  switch (state.is) {
    case 'done':
      return { file: name, ...state.report };
    case 'failed': {
      const { code, message } = state;
      return { file: name, error: { code, message: code === 'worker' ? say.noWorker : message } };
    }
    case 'stopped':
      return { file: name, error: { code: 'stopped', message: say.stopped } };
    default:
      return undefined;
  }
}
