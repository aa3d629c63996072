import { sentenceOf } from '../../base/error-codes.ts';
import type { AskedPlace } from '../../vault/repair/reach-places.ts';
import type { DamagedBlob, RepairWay } from '../../vault/repair/repair-plan.ts';
import type { RepairReport } from '../../vault/repair/repair-open.ts';
import type { Repaired } from '../../vault/repair/repair-vault.ts';
import type { RepairPreview } from '../../vault/repair/repair-whole.ts';
import { sayCount, saySize } from './numbers.ts';

const from: Readonly<Record<Repaired['from'], string>> = {
  replica: 'from a second copy',
  parity: 'with the spare data kept beside it',
  source: 'fetched again',
  file: 'from the file that you gave',
  copy: 'from what the vault still had',
  anew: 'made anew',
};

/** What a repair did, and what is left. */
export function repairLines(report: RepairReport): string[] {
  const { ok, repaired, left, others, quarantine, full } = report;
  return [
    ...(repaired.length === 0 && ok ? ['Nothing is damaged.'] : []),
    ...repaired.map(
      ({ file, from: way, place, what }) =>
        `Repaired ${file}, ${from[way]}${place === undefined ? '' : ` (${place})`}.${what === 'settings' ? ' Please sign in to your portals again, and add your second copies again.' : ''}`,
    ),
    ...left.flatMap(leftLines),
    ...otherLines(others),
    ...placeLines(report.places),
    ...unusedLines(report.unused),
    ...(quarantine.files === 0
      ? []
      : [
          `${sayCount(quarantine.files, 'damaged file')} (${saySize(quarantine.bytes)}) kept aside in quarantine. \`quarantine empty\` takes them away.`,
        ]),
    ok
      ? `Everything is whole${full ? '' : ', as far as a quick look shows'}.`
      : `${sayCount(left.length + others.length, 'thing')} could not be repaired yet.`,
  ];
}

/** What a repair would do. */
export function previewLines({ ok, history, blobs, others, places, unused }: RepairPreview): string[] {
  if (ok) return ['Nothing is damaged.'];
  return [
    ...history.map(({ file, from: way }) => `Would repair ${file}, ${from[way]}.`),
    ...blobs.flatMap((blob) => {
      const [way] = blob.ways;
      return way === undefined || way.from === 'source'
        ? leftLines(blob)
        : [`Would repair ${blob.file}, ${from[way.from]}. ${ofItems(blob)}`];
    }),
    ...otherLines(others),
    ...placeLines(places),
    ...unusedLines(unused),
    'Nothing was changed.',
  ];
}

function leftLines(blob: DamagedBlob): string[] {
  const { file, code, content, ways } = blob;
  return [
    `- ${sentenceOf(code)} [${code}]`,
    `  File: ${file}`,
    `  ${ofItems(blob)}`,
    `  It can come back from a second copy that holds it, or with --from and the same file (${saySize(content.size)}, SHA-256 ${content.sha256}).`,
    ...ways.flatMap((way) => sourceLine(way)),
  ];
}

function sourceLine(way: RepairWay): string[] {
  return way.from === 'source' ? [`  ${way.name} may still have it: add --ask-sources.`] : [];
}

function ofItems({ items }: DamagedBlob): string {
  if (items.length === 0) return 'It belongs to nothing that you can see.';
  return `It belongs to: ${items.map(({ id, name }) => `${name} (${id})`).join(', ')}.`;
}

function otherLines(others: RepairPreview['others']): string[] {
  return others.map(({ code, file }) => {
    const known = sentenceOf(code);
    return `- ${known}${file === undefined ? '' : ` File: ${file}`} [${code}]`;
  });
}

function placeLines(places: readonly AskedPlace[]): string[] {
  return places.flatMap(({ name, error }) =>
    error === undefined
      ? []
      : [`The second copy ${name} could not be asked: ${error.message} [${error.code}]`],
  );
}

function unusedLines(unused: readonly string[]): string[] {
  return unused.map((path) => `Not used, since nothing damaged was made of it: ${path}`);
}
