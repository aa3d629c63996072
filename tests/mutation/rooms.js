/**
 * What is mutated, part by part, and the tests that judge it: quick ones, through public doors. Parts are small, so that a run that is
 * cut short leaves the results of those that are done.
 */
const verify = [
  'tests/unit/verify/{completeness,dates,encrypted-bundle,exact-moments,explain-differences}.test.ts',
  'tests/unit/verify/{key-phrase,rule-vectors,small-answers,stamp-times,verify-bundle,witnesses}.test.ts',
];
const ledger = ['tests/unit/ledger/*.test.ts', ...verify];
const timestamps = ['tests/unit/ledger/timestamps/!(altered-token).test.ts'];
const bundle = ['tests/unit/bundle/!(nothing-of-the-others|zip64).test.ts', ...verify];

const inRoom = (room, names) => names.map((name) => `src/${room}/${name}.ts`);

export const parts = {
  'verify/history': {
    tests: verify,
    mutate: inRoom('verify', ['check-history', 'check-payload', 'explain-differences', 'item-results']),
  },
  'verify/completeness': {
    tests: verify,
    mutate: inRoom('verify', [
      'check-completeness',
      'chain-problems',
      'closing-counts',
      'count-attempts',
      'check-part',
      'check-sets',
      'part-report',
    ]),
  },
  'verify/time': { tests: verify, mutate: inRoom('verify', ['check-time', 'stamp-times', 'read-stamps']) },
  'verify/witnesses': { tests: verify, mutate: inRoom('verify', ['check-witnesses', 'read-cosignatures']) },
  'verify/checkpoints': {
    tests: verify,
    mutate: inRoom('verify', [
      'check-anchors',
      'check-checkpoints',
      'check-forks',
      'check-identity',
      'check-page',
      'check-sheet',
      'check-tags',
      'proven-logs',
    ]),
  },
  'verify/layout': {
    tests: verify,
    mutate: inRoom('verify', [
      'answers',
      'bundle-files',
      'date-words',
      'digest-file',
      'expected-key',
      'key-phrase',
      'locate-file',
      'open-locked',
      'policy',
      'read-layout',
      'verify-bundle',
    ]),
  },
  'ledger/tree': {
    tests: ledger,
    mutate: inRoom('ledger', ['merkle-*', 'compact-range', 'leaf', 'disclosure', 'entry', 'field-name']),
  },
  'ledger/notes': {
    tests: ledger,
    mutate: inRoom('ledger', [
      'checkpoint',
      'signed-note',
      'log-identity',
      'vault-id',
      'witness/*',
      'kinds/*',
    ]),
  },
  'ledger/segments': {
    tests: ['tests/unit/ledger/*.test.ts'],
    mutate: inRoom('ledger', [
      'blob-header',
      'frame',
      'keys-codec',
      'log-context',
      'preamble',
      'public-part',
      'sealed-entry',
      'segment-header',
      'segment-scan',
    ]),
  },
  'ledger/timestamps': { tests: timestamps, mutate: inRoom('ledger/timestamps', ['*']) },
  'bundle/zip': { tests: bundle, mutate: inRoom('bundle', ['zip/*']) },
  'bundle/documents': {
    tests: bundle,
    mutate: inRoom('bundle', [
      'bag-info',
      'bundle-document',
      'csv-line',
      'default-disclosure',
      'entry-view',
      'file-names',
      'item-facts',
      'layout',
      'ledger-document',
      'manifest-lines',
      'plan-*',
      'readable-json',
      'root-key-pem',
      'write-bundle',
    ]),
  },
  'bundle/encrypted': { tests: bundle, mutate: inRoom('bundle', ['encrypted/*', 'recipients/*']) },
  'bundle/pages': {
    tests: bundle,
    mutate: inRoom('bundle', [
      'bundle-model',
      'decided-by',
      'index-csv',
      'ro-crate',
      'page/!(style|words|own-style)',
    ]),
  },
};
