import { afterEach } from 'vitest';

/** Where a test ran into its time limit, says what the process still waits for: a disk, a socket, a thread or nothing but a promise. */
afterEach(({ task }) => {
  const hung = task.result?.errors?.some(({ message }) => message.includes('timed out in')) ?? false;
  if (!hung) return;
  const waiting = Map.groupBy(process.getActiveResourcesInfo(), (kind) => kind);
  const counted = [...waiting].map(([kind, all]) => `${all.length} ${kind}`).join(', ');
  process.stderr.write(`"${task.name}" ran into its time limit; the process waits for: ${counted}\n`);
});
