/** What JSON is made of, and what its readers trip over. */
export const jsonWords = [
  'null',
  '{}',
  '[]',
  '"',
  '":',
  ',"version":2',
  '__proto__',
  '\\u0000',
  '\\ud800',
  '1e400',
  '[[[[[[[[',
];
