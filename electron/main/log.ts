import type { ErrorDetails } from '../../src/base/errors.ts';

interface LogLine {
  readonly at: string;
  readonly event: string;
  readonly details: ErrorDetails;
}

/** What main remembers of itself while it runs: a short ring in memory, never on disk. */
export interface Log {
  /**
   * @param event a fixed name such as `engine.exit`
   * @param details safe scalars: codes and counts; no names, no paths, no addresses, no evidence
   */
  add(event: string, details?: ErrorDetails): void;
  readonly lines: readonly LogLine[];
}

const atMost = 200;

/** @param echo also told of every line; for developers */
export function createLog(echo?: (line: string) => void): Log {
  const lines: LogLine[] = [];
  return {
    lines,
    add: (event, details = {}) => {
      const line = { at: new Date().toISOString(), event, details };
      lines.push(line);
      if (lines.length > atMost) lines.shift();
      echo?.(`${line.at} ${event} ${JSON.stringify(details)}`);
    },
  };
}
