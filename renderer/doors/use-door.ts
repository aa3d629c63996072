import { useCallback, useEffect, useRef, useState } from 'react';

import { asCallError, type CallError } from '../app/call-error.ts';

/** One attempt at a door at a time, and how the last one ended. */
export interface Door {
  readonly busy: boolean;
  /** What the last attempt was refused with. */
  readonly error: CallError | undefined;
  /** How often something was not right: each time, the first wrong field takes the focus. */
  readonly wrongs: number;
  /**
   * Tries; does nothing while an attempt is under way.
   * @param taken true for a refusal that a field shows itself, so that it is not shown twice
   */
  readonly attempt: (work: () => Promise<void>, taken?: (error: CallError) => boolean) => void;
  /** Something typed does not fit. */
  readonly refuse: () => void;
  readonly forget: () => void;
}

export function useDoor(): Door {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const [wrongs, setWrongs] = useState(0);
  const here = useRef(true);
  const underWay = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const refuse = useCallback(() => setWrongs((before) => before + 1), []);
  const forget = useCallback(() => setError(undefined), []);
  const attempt = useCallback(
    (work: () => Promise<void>, taken: (error: CallError) => boolean = () => false) => {
      if (underWay.current) return;
      underWay.current = true;
      setBusy(true);
      setError(undefined);
      work()
        .catch((thrown: unknown) => {
          if (!here.current) return;
          const refused = asCallError(thrown);
          if (!taken(refused)) setError(refused);
          refuse();
        })
        .finally(() => {
          underWay.current = false;
          if (here.current) setBusy(false);
        });
    },
    [refuse],
  );
  return { busy, error, wrongs, attempt, refuse, forget };
}
