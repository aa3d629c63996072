/** A launcher and a terminal may both pass on the same Ctrl-C. */
const sameKeypress = 500;

/**
 * Ctrl-C, and a polite request to end, stop the work at its next safe point. A second one, later, ends the process at once:
 * the vault survives that as it survives a crash.
 */
export function listenForStop(stop: AbortController): void {
  let first: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      stop.abort();
    } else if (now - first > sameKeypress) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
