/** The recovery key as it is shown: once, with what to do with it. */
export function recoveryKeyLines(sentence: string, recoveryKey: string): string[] {
  return [
    `${sentence} It is shown only now.`,
    'Write it on paper and keep it somewhere safe, away from this computer:',
    '',
    `  ${recoveryKey}`,
    '',
  ];
}
