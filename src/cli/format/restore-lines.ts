import { sentenceOf } from '../../base/error-codes.ts';
import type { JoinReport } from '../../vault/restore/join-replicas.ts';
import type { KeptCopy } from '../../vault/restore/keep-copies.ts';
import type { RehearsalReport } from '../../vault/restore/rehearse-restore.ts';
import type { RestoreReport } from '../../vault/restore/restore-vault.ts';
import { sayCount, saySize } from './numbers.ts';

/** What is said of a second copy on the vault's own disk. */
export const onSameDisk =
  'It lies on the same disk as your vault: if that disk breaks, both are gone. A USB stick or another disk is safer.';
/** As many are named; the rest are counted. */
const most = 20;

/** How a restore ended, and which of the copies that it came from are gone on with. */
export function restoreLines(report: RestoreReport, copies: readonly KeptCopy[]): string[] {
  const { items, missing, opened, of, sampled, files, kept, bytes, resumed, replicaDamage } = report;
  const broken = report.damaged.filter(
    ({ code, items: touched }) => touched.length === 0 && code !== 'integrity.blob-missing',
  );
  return [
    `${sayCount(items - missing.length, 'item')} of ${String(items)} are here again, in ${report.dir}.`,
    `${sayCount(files, 'file')} copied (${saySize(bytes)})${resumed ? `; ${sayCount(kept, 'file')} had been copied before` : ''}.`,
    sampled
      ? `${sayCount(opened, 'file')} of ${String(of)} were opened as a sample. \`check --full\` opens all of them.`
      : `${sayCount(opened, 'file')} of ${String(of)} were opened, and are what your history says.`,
    ...named('Missing', missing),
    ...[...new Set(broken.map(({ code }) => code))].map((code) => `${sentenceOf(code)} [${code}]`),
    ...replicaDamage
      .slice(0, most)
      .map(
        ({ place, file, problem }) =>
          `In ${place}: ${file} is ${problem === 'gone' ? 'out of reach' : problem}.`,
      ),
    ...(missing.length === 0
      ? []
      : [
          'If you have another second copy, add it with `replica add`: the next `replica sync` brings what is missing.',
        ]),
    report.whole ? 'Everything is here.' : 'Not everything is here. What is missing is named above.',
    ...copies.flatMap(copyLines),
    copies.length === 0
      ? 'Sign-ins to portals and places of second copies are not kept in copies: please set them up again.'
      : 'Sign-ins to portals are not kept in copies: please set them up again.',
  ];
}

function copyLines(copy: KeptCopy): string[] {
  const { name, sameDisk } = copy;
  if (!copy.kept)
    return [
      `${name} could not be made a second copy again: ${sentenceOf(copy.code)} [${copy.code}] \`replica add\` tries once more.`,
    ];
  return [
    `${name} is a second copy from now on. \`replica sync\` and \`work\` bring it up to date, and so does the app.`,
    ...(sameDisk ? [onSameDisk] : []),
  ];
}

/** How a rehearsal ended. */
export function rehearsalLines(report: RehearsalReport): string[] {
  const { name, items, readable, of, bytes, missing, header, seed, all } = report;
  return [
    `${name}: restored ${String(readable)} of ${sayCount(items, 'item')} (${saySize(bytes)} read).`,
    ...(all || items === of
      ? []
      : [
          `${sayCount(items, 'item')} of ${String(of)} were tried, chosen at random (${seed}). \`--all\` tries every one.`,
        ]),
    ...named('Not there, or damaged', missing),
    ...(header === 'current'
      ? []
      : [
          header === 'older'
            ? 'The copy still opens with an older passphrase or recovery key. Run `replica sync`.'
            : 'The file that opens the vault is missing there. Run `replica sync`.',
        ]),
  ];
}

/** What came from other computers, in plain words; nothing if nothing came. */
export function joinLines({
  logs,
  items,
  files,
  bytes,
  mended,
  missing,
  forks,
  newHeader,
  keysApart,
}: JoinReport): string[] {
  const fresh = items.filter((item) => item.new);
  const both = items.filter((item) => !item.new);
  return [
    ...(logs.length === 0
      ? []
      : [
          `  From ${sayCount(logs.length, 'other computer')}: ${sayCount(fresh.length, 'new item')}, ${sayCount(files, 'file')} (${saySize(bytes)}).`,
        ]),
    ...(mended === 0 ? [] : [`  ${sayCount(mended, 'file')} that had been missing came back.`]),
    ...both
      .slice(0, most)
      .map(({ name }) => `  ${name}: versions from both computers are kept side by side.`),
    ...(missing === 0
      ? []
      : [`  ${sayCount(missing, 'file')} that another computer kept are not there yet.`]),
    ...(forks.length === 0 ? [] : [`  ${sentenceOf('integrity.fork')} [integrity.fork]`]),
    ...(keysApart
      ? ['  The keys were changed on another computer too. What was kept there since cannot be opened here.']
      : []),
    ...(newHeader
      ? ['  The passphrase or recovery key was changed on another computer. From now on it counts here too.']
      : []),
  ];
}

function named(what: string, items: readonly { readonly name: string }[]): string[] {
  return [
    ...items.slice(0, most).map(({ name }) => `- ${what}: ${name}`),
    ...(items.length > most ? [`- and ${String(items.length - most)} more`] : []),
  ];
}
