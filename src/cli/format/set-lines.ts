import type { SetResult } from '../../verify/check-sets.ts';

const marks = { pass: '[yes]', fail: '[NO]', 'not-checked': '[open]' } as const;

/** What the parts of one split export come to together. */
export function setLines({ parts, present, result, code, detail }: SetResult): string[] {
  return [
    '',
    `${marks[result].padEnd(6)} A set of ${parts.length} parts: ${detail}${code === undefined ? '' : ` [${code}]`}`,
    ...present.map(({ part, name }) => `         - part ${part}: ${name}`),
  ];
}
