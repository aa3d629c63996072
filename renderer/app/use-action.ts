import { useCallback, useEffect, useRef, useState } from 'react';

import { asCallError, type CallError } from './call-error.ts';

export interface Action {
  /** Something that was pressed is under way. */
  readonly busy: boolean;
  /** Why the last try did not work; gone with the next. */
  readonly error: CallError | undefined;
  /** Does it, unless it is being done already. */
  readonly run: (work: () => Promise<unknown>) => void;
  readonly clear: () => void;
}

/** Something that a press begins and that may not work: never twice at once, and what went wrong is kept to be shown. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const underWay = useRef(false);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const run = useCallback((work: () => Promise<unknown>) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setError(undefined);
    work()
      .catch((thrown: unknown) => {
        if (shown.current) setError(asCallError(thrown));
      })
      .finally(() => {
        underWay.current = false;
        if (shown.current) setBusy(false);
      })
      .catch(() => undefined);
  }, []);
  const clear = useCallback(() => {
    setError(undefined);
  }, []);
  return { busy, error, run, clear };
}
