import { isErrorCode, errorMeanings } from '../../base/error-codes.ts';
import { protectionReasons } from '../../vault/protection.ts';
import { countParity } from '../../vault/repair/parity.ts';
import { vaultStatus, type ProtectionRow, type VaultStatus } from '../../vault/status.ts';
import { timestampStatus } from '../../vault/timestamps/timestamp-status.ts';
import { workDue } from '../../vault/work/headless.ts';
import { standingOf } from '../../vault/work/standing.ts';
import type { Registration } from '../command.ts';
import { datesLines } from '../format/dates-lines.ts';
import { sayCount } from '../format/numbers.ts';
import { replicaLine } from '../format/replica-lines.ts';
import { sourceLines } from '../format/source-lines.ts';
import { sayTime } from '../format/times.ts';
import { sayLevel } from '../format/words.ts';
import { workLines } from '../format/work-lines.ts';

/** `status`: `{units: [{ref, title, level, reasons, next}], sources, timestamps, work, parity: {on, files, bytes}}`. */
export const registerStatus: Registration = (program, run) => {
  program
    .command('status')
    .description('if your provider closed today, what could you prove?')
    .action(
      run(async (context) => {
        await context.reading(async (vault) => {
          const status = vaultStatus(vault);
          const timestamps = await timestampStatus(vault);
          const work = await standingOf(vault, { ...(await workDue(vault)), running: [] });
          const parity = { on: work.parity, ...(await countParity(vault)) };
          context.output.report({
            document: { ...status, timestamps, work, parity },
            lines: [
              ...statusLines(status),
              'Independent dates',
              ...datesLines(timestamps).map((line) => `  ${line}`),
              'By itself',
              ...workLines(work).map((line) => `  ${line}`),
            ],
          });
        });
      }),
    );
};

function statusLines({ units, sources, alerts, lastCheck, replicas }: VaultStatus): string[] {
  return [
    ...(units.length === 0 ? ['No units and no assignments yet. Add units with `unit add`.'] : []),
    ...units.flatMap(rowLines),
    'Sources',
    ...(sources.length === 0 ? ['  None yet. Connect one with `source add`.'] : sourceLines(sources)),
    'Second copies',
    ...(replicas.length === 0
      ? ['  None yet. Make one with `replica add`.']
      : replicas.map((replica) => `  ${replicaLine(replica)}`)),
    ...(alerts.length === 0 ? [] : ['To look at', ...alerts.map(alertLine)]),
    lastCheck === undefined
      ? 'Never checked. `check` looks whether everything is still as it was kept.'
      : `Last checked on ${sayTime(lastCheck.at)}: ${lastCheck.ok ? 'everything was in order.' : 'damage was found.'}`,
  ];
}

function rowLines({ ref, title, about, level, reasons, next, items }: ProtectionRow): string[] {
  const name = title === ref ? ref : `${ref}  ${title}`;
  return [
    `${sayLevel(level)}: ${name}${about === 'assignment' ? ' (in no unit yet)' : ''}, ${sayCount(items, 'item')} kept`,
    ...reasons.map((reason) => `  - ${protectionReasons[reason].sentence}`),
    ...(next === undefined ? [] : [`  Next: ${next}`]),
    '',
  ];
}

function alertLine({ id, code, at, item, source }: VaultStatus['alerts'][number]): string {
  const known = [code, `source.${code}`, `proof.${code}`].find(isErrorCode);
  const sentence = known === undefined ? (alertSentences[code] ?? code) : errorMeanings[known].sentence;
  return `  ${id}  ${sayTime(at)}  ${item ?? source ?? ''}  ${sentence}`;
}

/** Alerts that are no errors. */
const alertSentences: Readonly<Record<string, string>> = {
  'file-shrank': 'A file became shorter. The earlier version is kept.',
  'replica-shrank': 'Files of a second copy were gone. What your vault has was put there again.',
  'replica-changed': 'Files of a second copy were changed or damaged. Check it, then copy again.',
  'file-emptied': 'A file became empty. The earlier version is kept.',
  'mass-change': 'Very many files changed at once. The earlier versions are kept.',
  unreadable: 'Files could not be read.',
};
