/** All words of the PDF of the evidence index, but for its columns. */
export const indexPdfWords = {
  title: 'Evidence index',
  titleOf: (learner: string) => `Evidence index of ${learner}`,
  subject: 'The items in a bundle of evidence, and where they lie in it',
  practice: 'Practice: everything here is invented. It is no evidence of anything.',
  madeBy: (day: string, bundle: string, part: string | undefined) =>
    `Made on ${day}. Bundle ${bundle}${part === undefined ? '' : `, part ${part}`}.`,
  unproven:
    'This page shows what the bundle holds, and proves nothing by itself. Check the bundle with the verifier.',
  notWhole:
    'Where you see […], the words are longer or in other letters than can be printed here. The files index.html and index.csv have them.',
  empty: 'This bundle holds no items.',
  page: (number: number, of: number) => `Page ${String(number)} of ${String(of)}`,
} as const;
