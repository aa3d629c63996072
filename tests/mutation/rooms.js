import { globSync } from 'node:fs';

/**
 * What is mutated, part by part, and the tests that judge it: quick ones, through public doors. Each file of the rooms is in one part.
 * Parts are small, so that a run that is cut short leaves the results of those that are done.
 */
const vectors = 'tests/unit/verify/rule-vectors.test.ts';
/**
 * Not those that try every byte, write files or compare with what is published, which are slow and about other things, nor the vectors
 * of format 1 as files, which are tamperings of the same bundle that `verify-bundle` makes.
 */
const verify = [
  'tests/unit/verify/!(any-byte|published-schemas|rule-vectors|rule-vector-files|vectors).test.ts',
  vectors,
];
const origin = [
  'tests/unit/verify/origin/**/!(dkim-oracle).test.ts',
  // Not those that read any bytes at all, or are about time: they take seconds each.
  'tests/unit/sources/mail/dkim.test.ts',
  'tests/unit/sources/openbadges/!(canonical-traps).test.ts',
  vectors,
];
const ledger = ['tests/unit/ledger/*.test.ts'];
const timestamps = ['tests/unit/ledger/timestamps/!(altered-token).test.ts', vectors];
const bundle = ['tests/unit/bundle/!(nothing-of-the-others|zip64).test.ts'];
/** What reads bundles again. */
const read = [
  'tests/unit/verify/{cards,copies,encrypted-bundle,lists-and-pages,rows,verify-bundle}.test.ts',
  vectors,
];

const inRoom = (room, names) => names.map((name) => `src/${room}/${name}.ts`);

export const parts = {
  'verify/time': { tests: verify, mutate: inRoom('verify', ['check-time', 'stamp-times', 'read-stamps']) },
  'verify/history': {
    tests: verify,
    mutate: inRoom('verify', ['check-history', 'check-payload', 'explain-differences', 'item-results']),
  },
  'verify/completeness': {
    tests: verify,
    mutate: inRoom('verify', [
      'chain-problems',
      'check-completeness',
      'check-part',
      'closing-counts',
      'count-attempts',
      'part-report',
    ]),
  },
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
      'open-bundle',
      'open-locked',
      'parse-moment',
      'read-evidence',
      'read-layout',
      'verify-bundle',
    ]),
  },
  'verify/sets': { tests: verify, mutate: inRoom('verify', ['card-words', 'check-cards', 'check-sets']) },
  'verify/policy': {
    tests: verify,
    mutate: inRoom('verify', ['change-policy', 'policy', 'policy-lists', 'show-policy']),
  },
  'verify/report': {
    tests: verify,
    mutate: inRoom('verify', [
      'published-schemas',
      'report-schema',
      'verification-codes',
      'verification-report',
      'report-page/*',
    ]),
  },
  'verify/origin': { tests: origin, mutate: inRoom('verify', ['origin/*']) },
  'verify/mail': { tests: origin, mutate: inRoom('verify', ['origin/mail/*']) },
  'verify/credentials': {
    tests: origin,
    mutate: inRoom('verify', ['origin/credentials/*', 'origin/credentials/{forms,status}/*']),
  },
  'verify/proofs': {
    tests: origin,
    mutate: inRoom('verify', ['origin/credentials/{contexts,keys,proofs}/!(*.d)']),
  },
  'ledger/tree': {
    tests: ledger,
    mutate: inRoom('ledger', ['merkle-*', 'compact-range', 'leaf', 'disclosure', 'entry', 'field-name']),
  },
  'ledger/notes': {
    tests: [...ledger, vectors],
    mutate: inRoom('ledger', [
      'checkpoint',
      'log-identity',
      'signed-note',
      'trusted-when',
      'vault-id',
      'kinds/*',
      'witness/*',
    ]),
  },
  'ledger/segments': {
    tests: ledger,
    mutate: inRoom('ledger', [
      'blob-header',
      'frame',
      'keys-codec',
      'log-context',
      'preamble',
      'public-part',
      'sealed-entry',
      'segment-*',
    ]),
  },
  'ledger/timestamps': { tests: timestamps, mutate: inRoom('ledger', ['timestamps/*']) },
  'ledger/revocation': { tests: timestamps, mutate: inRoom('ledger', ['timestamps/revocation/*']) },
  'bundle/zip': { tests: [...bundle, vectors], mutate: inRoom('bundle', ['zip/*']) },
  'bundle/documents': {
    tests: [...bundle, ...read],
    mutate: inRoom('bundle', [
      'bag-info',
      'bundle-document',
      'csv-line',
      'digests-of',
      'file-names',
      'layout',
      'ledger-document',
      'manifest-lines',
      'readable-json',
      'record-document',
      'root-key-pem',
      'write-bundle',
    ]),
  },
  'bundle/plan': {
    tests: [...bundle, ...read],
    mutate: inRoom('bundle', [
      'bundle-input',
      'bundle-set',
      'default-disclosure',
      'entry-view',
      'item-facts',
      'plan-*',
    ]),
  },
  'bundle/cards': {
    tests: [...bundle, ...read],
    mutate: inRoom('bundle', ['cards/*', 'encrypted/*', 'recipients/*']),
  },
  'bundle/rows': {
    tests: bundle,
    mutate: inRoom('bundle', ['bundle-model', 'clr', 'decided-by', 'index-csv', 'index-rows', 'ro-crate']),
  },
  'bundle/pages': { tests: bundle, mutate: inRoom('bundle', ['page/*']) },
};

/** Files of the rooms that are in no part, or in two, or parts' names that no file has: there are to be none. */
export function misplaced() {
  const mutated = Object.values(parts).flatMap(({ mutate }) => mutate);
  const placed = mutated.flatMap((pattern) => globSync(pattern));
  const files = globSync('src/{ledger,bundle,verify}/**/!(*.d).ts');
  return [
    ...mutated.filter((pattern) => globSync(pattern).length === 0),
    ...files.filter((file) => placed.filter((one) => one === file).length !== 1),
  ];
}
