import { useCallback, useEffect, useRef, useState } from 'react';

import {
  engineEventSchema,
  engineMethods,
  type EngineEvent,
  type EngineInput,
  type EngineMethod,
  type EngineOutput,
} from '../../src/contract/engine-contract.ts';
import { sealSecret, type SealedSecret } from '../../src/contract/sealed-secret.ts';
import { asCallError, type CallError } from './call-error.ts';
import { createPortClient } from './port-client.ts';

/** The engine, which holds the vault. */
export const engine = createPortClient(engineMethods, engineEventSchema);

/**
 * Seals something typed, so that only the engine can read it.
 * @param purpose method and field, such as `vault.open/passphrase`
 */
export async function sealSecretFor(
  purpose: `${EngineMethod}/${string}`,
  secret: string,
): Promise<SealedSecret> {
  return sealSecret(await engine.secretKey(), purpose, secret);
}

export type Asked<Value> =
  | { readonly state: 'loading' }
  /** `stale` while a newer answer is on its way. */
  | { readonly state: 'ready'; readonly value: Value; readonly stale: boolean }
  | { readonly state: 'error'; readonly error: CallError };

interface Held<Value> {
  readonly key: string;
  readonly asked: Asked<Value>;
}

/**
 * What the engine answers, asked again whenever the engine says that it may have changed.
 * @param options.keep while another input is being asked, go on showing the earlier answer (as stale)
 */
export function useEngine<Name extends EngineMethod>(
  name: Name,
  input: EngineInput<Name>,
  options: { readonly keep?: boolean } = {},
): Asked<EngineOutput<Name>> & { readonly reload: () => void } {
  const key = `${name} ${JSON.stringify(input)}`;
  const keep = options.keep === true;
  const [held, setHeld] = useState<Held<EngineOutput<Name>>>({ key, asked: { state: 'loading' } });
  const [round, setRound] = useState(0);
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = engine.onEvent((event) => {
      if (!concerns(name, event)) return;
      // Changes come in crowds while something is being copied: one question answers for all of a moment's.
      timer ??= setTimeout(() => {
        timer = undefined;
        reload();
      }, 250);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [name, reload]);

  useEffect(() => {
    const gone = new AbortController();
    setHeld(({ key: before, asked }) => {
      if (asked.state === 'ready' && (before === key || keep))
        return { key, asked: { ...asked, stale: true } };
      return before === key && asked.state === 'loading'
        ? { key: before, asked }
        : { key, asked: { state: 'loading' } };
    });
    engine
      .call(name, latest.current, { signal: gone.signal })
      .then((value): Asked<EngineOutput<Name>> => ({ state: 'ready', value, stale: false }))
      .catch((thrown: unknown): Asked<EngineOutput<Name>> => ({ state: 'error', error: asCallError(thrown) }))
      .then((asked) => {
        if (!gone.signal.aborted) setHeld({ key, asked });
      })
      .catch(() => undefined);
    return () => gone.abort();
  }, [name, key, round, keep]);

  const shown: Asked<EngineOutput<Name>> = held.key === key || keep ? held.asked : { state: 'loading' };
  return { ...shown, reload };
}

type Topic = Extract<EngineEvent, { type: 'changed' }>['what'][number];

/** What each question, or its family, depends on; the others are asked again after any change. */
const topics: Readonly<Record<string, readonly Topic[]>> = {
  items: ['items', 'sources', 'course'],
  sources: ['sources', 'items'],
  profile: ['course'],
  enrolments: ['course'],
  units: ['course'],
  cards: ['course'],
  dates: ['dates', 'sources', 'items'],
  witnesses: ['dates', 'items'],
  replicas: ['copies', 'items'],
  // Nothing is asked of sticks but when the learner looks.
  restore: [],
  repair: ['status'],
  parity: ['status'],
  erase: ['items'],
  // Servers are asked: not with every item that comes.
  'replicas.look': ['copies'],
  content: [],
};

function concerns(name: EngineMethod, event: EngineEvent): boolean {
  if (event.type !== 'changed') return false;
  const wanted = topics[name] ?? topics[name.split('.')[0] ?? ''];
  return wanted === undefined || event.what.some((topic) => wanted.includes(topic));
}
