import { appName } from './app.ts';
import { getSource } from './add-source.ts';
import { isoTime } from '../base/clock.ts';
import type { OpenVault } from './vault-context.ts';

/** Syncs that a log tells of. */
const most = 200;

/**
 * What happened with a source, for whoever helps: times, states, codes and counts. No names, addresses, accounts, paths or anything of the
 * learner's. Throws `input.not-found`.
 */
export function sourceLog(vault: OpenVault, text: string): string {
  const source = getSource(vault, text);
  const syncs = vault.index.sources.syncs(source.id, most);
  const failures = vault.index.sources.failures(source.id);
  return [
    `${appName}, ${process.platform} ${process.arch}, ${isoTime(vault.clock)}`,
    `Source ${source.id}, ${source.type}, connected ${source.addedAt}`,
    '',
    'Copies, newest first:',
    ...(syncs.length === 0 ? ['  none yet'] : []),
    ...syncs.map(
      ({ at, started, state, code, captured, changed, unchanged, gone, failed }) =>
        `  ${started} to ${at}: ${state}${code === undefined ? '' : ` (${code})`}; ${captured} new, ${changed} changed, ${unchanged} as before, ${gone} gone, ${failed} not kept`,
    ),
    '',
    'Not kept now, by reason:',
    ...(failures.length === 0 ? ['  nothing'] : []),
    ...failures.map(({ code, count }) => `  ${code}: ${count}`),
    '',
  ].join('\n');
}
