import { sentenceOf } from '../../base/error-codes.ts';
import type { CheckReport } from '../../vault/check.ts';
import { sayCount, saySize } from './numbers.ts';

/** What a check found: damage first, then what harms nothing. */
export function checkLines(report: CheckReport, looked: 'fast' | 'read' | 'opened and read'): string[] {
  const { ok, entries, blobs, bytes, damaged, notices, orphansRemoved, resumed, quarantine } = report;
  return [
    ...(resumed ? ['Went on where the last full check was stopped.'] : []),
    `${sayCount(entries, 'record')} and ${sayCount(blobs, 'stored file')} (${saySize(bytes)}) looked at${looked === 'fast' ? '' : `, every one ${looked}`}.`,
    ...damaged.flatMap(({ code, file, items, mended }) => [
      `- ${sentenceOf(code)}${mended ? ' It was put right.' : ''} [${code}]`,
      ...(file === undefined ? [] : [`  File: ${file}`]),
      ...(items.length === 0 ? [] : [`  Items: ${items.join(', ')}`]),
    ]),
    ...notices.map(
      ({ code, file }) => `To know: ${sentenceOf(code)}${file === undefined ? '' : ` (${file})`} [${code}]`,
    ),
    ...(orphansRemoved === 0 ? [] : [`${sayCount(orphansRemoved, 'leftover')} taken away.`]),
    ...(quarantine.files === 0
      ? []
      : [
          `${sayCount(quarantine.files, 'damaged file')} (${saySize(quarantine.bytes)}) kept aside by \`repair\`; \`quarantine empty\` takes them away.`,
        ]),
    ok
      ? 'Everything is as it was kept.'
      : 'Not everything is as it was kept. `repair` says what can be done, and does it.',
  ];
}
