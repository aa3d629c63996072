import type { Mutation } from './mutation.ts';

const copy = 'stick/[ab]/evidence-vault-copy-[0-9a-f]+';
const log = '[0-9a-f]{32}';
const replaceDamaged = 'store/repair/replace-damaged.ts replaceDamaged';
const putInPlace = 'store/repair/put-blob.ts putInPlace';
const eraseFrames = 'store/ledger-files/erase-entries.ts eraseFrames';

function at(path: string): RegExp {
  return new RegExp(`^${path}$`);
}

const ofCopies: readonly Mutation[] = [
  {
    name: 'copy-content',
    guards: 'bytes of a piece before its name',
    call: 'sync',
    path: at(`${copy}/incoming/.*`),
    family: 'copies',
  },
  {
    name: 'copy-content-late',
    guards: 'bytes of a piece before a round is acknowledged',
    call: 'sync',
    path: at(`${copy}/incoming/.*`),
    lateBy: 6,
    family: 'copies',
  },
  {
    name: 'copy-blob-name',
    guards: 'names of blobs in a copy',
    call: 'syncFolder',
    path: at(`${copy}/blobs/\\d{4}`),
    family: 'copies',
  },
  {
    name: 'copy-shelf-name',
    guards: 'names of shelves in a copy',
    call: 'syncFolder',
    path: at(`${copy}/blobs`),
    family: 'copies',
  },
  {
    name: 'copy-header-name',
    guards: 'the name of the header in a copy',
    call: 'syncFolder',
    path: at(`${copy}/headers`),
    family: 'copies',
  },
  {
    name: 'copy-slice-name',
    guards: 'names of slices of the history in a copy',
    call: 'syncFolder',
    path: at(`${copy}/ledger/${log}`),
    family: 'copies',
  },
  {
    name: 'copy-log-name',
    guards: 'the name of a log in a copy',
    call: 'syncFolder',
    path: at(`${copy}/ledger`),
    family: 'copies',
  },
  {
    name: 'copy-folder-names',
    guards: 'names of the folders in a copy',
    call: 'syncFolder',
    path: at(copy),
    family: 'copies',
  },
  {
    name: 'copy-root-name',
    guards: 'the name of the copy itself',
    call: 'syncFolder',
    path: at('stick/[ab]'),
    family: 'copies',
  },
];

const ofRestores: readonly Mutation[] = [
  {
    name: 'restore-marker-content',
    guards: 'what says that a restore is under way',
    call: 'sync',
    path: at('restored/restore\\.json\\.new'),
    family: 'restore',
  },
  {
    name: 'restore-blob-content',
    guards: 'bytes of a restored blob before its name',
    call: 'sync',
    path: at('restored/incoming/.*'),
    family: 'restore',
  },
  {
    name: 'restore-blob-name',
    guards: 'names of restored blobs',
    call: 'syncFolder',
    path: at('restored/blobs/\\d{4}'),
    family: 'restore',
  },
  {
    name: 'restore-shelf-name',
    guards: 'names of restored shelves',
    call: 'syncFolder',
    path: at('restored/blobs'),
    family: 'restore',
  },
  {
    name: 'restore-header-content',
    guards: 'a restored header',
    call: 'sync',
    path: at('restored/vault(-copy)?\\.json\\.new'),
    family: 'restore',
  },
];

const ofRepairs: readonly Mutation[] = [
  {
    name: 'repair-blob-content',
    guards: 'bytes of a repaired blob before its name',
    call: 'sync',
    path: at('vault/incoming/repair-.*'),
    family: 'repair',
  },
  {
    name: 'repair-blob-name',
    guards: 'names of repaired blobs',
    call: 'syncFolder',
    path: at('vault/blobs/\\d{4}'),
    from: [putInPlace],
    family: 'repair',
  },
  {
    name: 'quarantine-content',
    guards: 'bytes of what is kept aside',
    call: 'sync',
    path: at('vault/quarantine/.*'),
    family: 'repair',
  },
  {
    name: 'quarantine-name',
    guards: 'names of what is kept aside',
    call: 'syncFolder',
    path: at('vault/quarantine'),
    family: 'repair',
  },
  {
    name: 'quarantine-folder-name',
    guards: 'the name of the folder of what is kept aside',
    call: 'syncFolder',
    path: at('vault'),
    named: /^quarantine$/,
    family: 'repair',
  },
  {
    name: 'repair-history-content',
    guards: 'bytes of a repaired history',
    call: 'sync',
    path: at(`vault/ledger(-copy)?/${log}/.*\\.new`),
    from: [replaceDamaged],
    family: 'repair',
  },
  {
    name: 'repair-header-content',
    guards: 'a repaired header',
    call: 'sync',
    path: at('vault/vault(-copy)?\\.json\\.new'),
    family: 'repair',
  },
  {
    name: 'repair-header-name',
    guards: 'the name of a repaired header',
    call: 'syncFolder',
    path: at('vault'),
    named: /^vault(-copy)?\.json$/,
    family: 'repair',
  },
];

const ofErasures: readonly Mutation[] = [
  {
    name: 'erase-blob-name',
    guards: 'that an erased blob stays away',
    call: 'syncFolder',
    path: at('vault/blobs/\\d{4}'),
    from: ['vault/erase/finish-erasures.ts removeBlobs'],
    family: 'erasure',
  },
  {
    name: 'erase-frames-content',
    guards: 'bytes of a segment that something was taken out of',
    call: 'sync',
    path: at(`vault/ledger(-copy)?/${log}/.*\\.new`),
    from: [eraseFrames],
    family: 'erasure',
  },
  {
    name: 'erase-frames-name',
    guards: 'the name of a segment that something was taken out of',
    call: 'syncFolder',
    path: at(`vault/ledger(-copy)?/${log}`),
    from: [eraseFrames],
    family: 'erasure',
  },
  {
    name: 'erase-keys',
    guards: 'that keys of erased entries stay away',
    call: 'sync',
    path: at(`vault/ledger(-copy)?/${log}/.*\\.keys`),
    from: ['store/ledger-files/erase-entries.ts destroyKeys'],
    family: 'erasure',
  },
];

const ofExports: readonly Mutation[] = [
  {
    name: 'bundle-content',
    guards: 'bytes of a bundle before its name',
    call: 'sync',
    path: at('out/\\..*\\.part'),
    family: 'exports',
  },
  {
    name: 'bundle-name',
    guards: 'the name of a bundle before the history tells of it',
    call: 'syncFolder',
    path: at('out'),
    from: ['vault/out-files.ts writeCopies'],
    family: 'exports',
  },
  {
    name: 'plain-content',
    guards: 'bytes of plain files',
    call: 'sync',
    path: at('out/plain-\\d+\\.unfinished/.*'),
    family: 'exports',
  },
  {
    name: 'plain-names',
    guards: 'names of plain files before the folder has its own',
    call: 'syncFolder',
    path: at('out/plain-\\d+\\.unfinished(/.*)?'),
    family: 'exports',
  },
  {
    name: 'plain-folder-name',
    guards: 'the name of a folder of plain files',
    call: 'syncFolder',
    path: at('out'),
    from: ['vault/way-out/plain-folder.ts finish'],
    family: 'exports',
  },
];

/** Steps of second copies, restores, repairs, erasures and exports. */
export const wideMutations: readonly Mutation[] = [
  ...ofCopies,
  ...ofRestores,
  ...ofRepairs,
  ...ofErasures,
  ...ofExports,
];
