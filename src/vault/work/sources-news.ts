import type { OpenVault } from '../vault-context.ts';

/** States of a source in which only the learner can help. */
const needing: ReadonlySet<string> = new Set(['login-expired', 'shows-less', 'held']);

/** The states of all sources in which only the learner can help, as they were last copied. */
export function statesThatNeedYou(vault: OpenVault): string[] {
  return vault.index.sources
    .list()
    .flatMap(({ removedAt, lastSync }) =>
      removedAt === undefined && lastSync !== undefined && needing.has(lastSync.state)
        ? [lastSync.state]
        : [],
    );
}

/** When something was last copied to the end, whatever it came from; ISO 8601. */
export function lastCopied(vault: OpenVault): string | undefined {
  return newestOf(vault.index.sources.list().map(({ lastSuccess }) => lastSuccess));
}

/** The newest of some times in ISO 8601. */
export function newestOf(times: readonly (string | undefined)[]): string | undefined {
  return times.reduce<string | undefined>(
    (newest, at) => (at !== undefined && (newest === undefined || at > newest) ? at : newest),
    undefined,
  );
}
