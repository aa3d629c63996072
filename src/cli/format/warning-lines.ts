import type { Warning } from '../../vault/statements.ts';

/** Doubts about identifiers: shown, never in the way. */
export function warningLines(warnings: readonly Warning[]): string[] {
  return warnings.map(({ field, sentence, code }) => `Please look again at ${field}: ${sentence} [${code}]`);
}
