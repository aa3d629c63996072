/** What stands for a place in the source that asks for something to be certain on the disk. */
type Cover =
  /** Mutations that leave out, or put off, what is asked for here. */
  | readonly string[]
  /** Part of a step that others ask for: each of them is a place of its own. */
  | 'its callers'
  /** Asked for early, so that the disk does not stand idle: all of it is asked for again before anything leans on it. */
  | 'haste'
  /** The test that loses what is not certain at each step; no schedule comes here. */
  | { readonly test: string };

const replica = { test: 'tests/integration/store/replica/every-step.test.ts' };
const restore = { test: 'tests/integration/vault/restore/interrupted-restore.test.ts' };
const repair = { test: 'tests/integration/vault/repair/repair-faults.test.ts' };
const erasure = { test: 'tests/integration/store/ledger-files/erase-entries.test.ts' };
const quarantine = { test: 'tests/integration/store/quarantine/quarantine.test.ts' };
const parity = { test: 'tests/integration/vault/repair/parity.test.ts' };
const exports = { test: 'tests/integration/vault/write-copies.test.ts' };
const wayOut = { test: 'tests/integration/vault/way-out.test.ts' };
const others = { test: 'tests/integration/store/ledger-files/faults.test.ts' };
const stopped = { test: 'tests/integration/faults/every-step.test.ts' };
const tail = ['tail-segment', 'tail-keys'];

/** Everything that `findSites` finds, and what stands for it: a new sync without a mutation fails a test. */
export const sites: Readonly<Record<string, Cover>> = {
  'store/blob/blob-store.ts open: syncFolder': ['blobs-folder-name'],
  'store/blob/content-sealer.ts publish: rename': ['blob-content-late'],
  'store/blob/content-sealer.ts publish: sync': ['blob-content', 'blob-content-late'],
  'store/blob/shelves.ts #sync: syncFolder': ['blob-name', 'blob-name-late', 'shelf-name', 'erase-blob-name'],
  'store/durable/replace-file.ts makeFolders: makeFolders': 'its callers',
  'store/durable/replace-file.ts makeFolders: syncFolder': 'its callers',
  'store/durable/replace-file.ts putFile: rename': ['settings-content-late', 'state-content-late'],
  'store/durable/replace-file.ts putFile: writeNewFile': 'its callers',
  'store/durable/replace-file.ts replaceFile: putFile': 'its callers',
  'store/durable/replace-file.ts replaceFile: syncFolder': 'its callers',
  'store/durable/replace-file.ts writeNewFile: sync': 'its callers',
  'store/header/header-files.ts mendHeader: putFile': ['header-mended-content'],
  'store/header/header-files.ts mendHeader: syncFolder': ['header-left-name'],
  'store/header/header-files.ts writeHeader: replaceFile': [
    'header-copy-content',
    'header-copy-content-late',
    'header-copy-name',
    'header-content',
    'header-name',
    'restore-header-content',
  ],
  'store/installation.ts writeInstallation: makeFolders': ['state-folder-name', 'state-place-name'],
  'store/installation.ts writeInstallation: replaceFile': [
    'state-content',
    'state-content-late',
    'state-name',
  ],
  'store/ledger-files/erase-entries.ts destroyKeys: sync': ['erase-keys'],
  'store/ledger-files/erase-entries.ts eraseFrames: replaceCopy': [
    'erase-frames-content',
    'erase-frames-name',
  ],
  'store/ledger-files/erase-entries.ts removeLeftovers: syncFolder': erasure,
  'store/ledger-files/keep-logs.ts keepLogs: sync': stopped,
  'store/ledger-files/keep-logs.ts keepLogs: syncFolder': stopped,
  'store/ledger-files/keys-mending.ts mendKeys: replaceCopy': others,
  'store/ledger-files/keys-mending.ts readyKeys: changeEnd': ['tail-keys'],
  'store/ledger-files/keys-mending.ts readyKeys: putCopy': ['mended-keys-content'],
  'store/ledger-files/log-tail.ts #bringTo: changeEnd': ['tail-segment'],
  'store/ledger-files/log-tail.ts #bringTo: putCopy': ['mended-segment-content'],
  'store/ledger-files/log-tail.ts #openOwn: syncFolder': ['tail-names'],
  'store/ledger-files/log-tail.ts #replace: replaceCopy': others,
  'store/ledger-files/mend-copy.ts changeEnd: replaceCopy': 'its callers',
  'store/ledger-files/mend-copy.ts changeEnd: sync': tail,
  'store/ledger-files/mend-copy.ts putCopy: makeFolders': 'its callers',
  'store/ledger-files/mend-copy.ts putCopy: putFile': 'its callers',
  'store/ledger-files/mend-copy.ts replaceCopy: putCopy': 'its callers',
  'store/ledger-files/mend-copy.ts replaceCopy: syncFolder': 'its callers',
  'store/ledger-files/open-segment.ts begin: makeFolders': [
    'ledger-folder-names',
    'ledger-log-name',
    'ledger-copy-log-name',
  ],
  'store/ledger-files/open-segment.ts begin: replaceFile': [
    'keys-begun',
    'segment-begun',
    'ledger-keys-name',
    'ledger-copy-keys-name',
    'ledger-segment-name',
    'ledger-copy-segment-name',
  ],
  'store/ledger-files/open-segment.ts syncAll: sync': [
    'ledger-keys',
    'ledger-copy-keys',
    'entries',
    'entries-late',
  ],
  'store/ledger-files/open-segment.ts syncFrames: sync': [
    'ledger-checkpoint',
    'ledger-copy-checkpoint',
    'ledger-checkpoint-late',
    'ledger-copy-checkpoint-late',
    'closing-frame',
  ],
  'store/ledger-files/paired-file.ts cut: sync': ['taken-back'],
  'store/ledger-files/paired-file.ts sync: sync': 'its callers',
  'store/ledger-files/segment-reader.ts #tellBadCopies: replaceCopy': repair,
  'store/parity/heal-file.ts healInto: sync': repair,
  'store/parity/make-parity.ts makeParity: makeFolders': parity,
  'store/parity/make-parity.ts makeParity: rename': parity,
  'store/parity/make-parity.ts makeParity: sync': parity,
  'store/parity/make-parity.ts makeParity: syncFolder': parity,
  'store/parity/parity-files.ts forgetParity: syncFolder': parity,
  'store/quarantine.ts emptyQuarantine: syncFolder': quarantine,
  'store/quarantine.ts keep: makeFolders': ['quarantine-folder-name'],
  'store/quarantine.ts keep: rename': quarantine,
  'store/quarantine.ts keep: sync': ['quarantine-content'],
  'store/quarantine.ts keep: syncFolder': ['quarantine-name'],
  'store/repair/keep-names.ts keepNames: syncFolder': stopped,
  'store/repair/put-blob.ts putInPlace: makeFolders': repair,
  'store/repair/put-blob.ts putInPlace: rename': repair,
  'store/repair/put-blob.ts putInPlace: syncFolder': ['repair-blob-name'],
  'store/repair/put-blob.ts retireBlob: syncFolder': repair,
  'store/repair/put-blob.ts stagingOf: makeFolders': repair,
  'store/repair/put-blob.ts writeAnew: sync': ['repair-blob-content'],
  'store/repair/repair-ledger.ts #healed: makeFolders': repair,
  'store/repair/replace-damaged.ts replaceDamaged: makeFolders': repair,
  'store/repair/replace-damaged.ts replaceDamaged: replaceFile': [
    'repair-history-content',
    'repair-header-content',
    'repair-header-name',
  ],
  'store/replica/folder-target.ts #makeRoot: syncFolder': ['copy-root-name'],
  'store/replica/folder-target.ts #rename: rename': replica,
  'store/replica/folder-target.ts putOver: sync': replica,
  'store/replica/made-folders.ts settle: syncFolder': [
    'copy-blob-name',
    'copy-shelf-name',
    'copy-header-name',
    'copy-slice-name',
    'copy-log-name',
    'copy-folder-names',
  ],
  'store/replica/reading/join-log.ts addNews: replaceCopy': restore,
  'store/replica/reading/join-log.ts addNews: syncFolder': stopped,
  'store/replica/reading/place-ledger.ts place: makeFolders': restore,
  // Beginning a log makes sure of it once more.
  'store/replica/reading/place-ledger.ts place: replaceFile': 'haste',
  'store/replica/reading/place-ledger.ts place: syncFolder': restore,
  'store/replica/reading/receive-blobs.ts receiveBlobs: makeFolders': restore,
  'store/replica/reading/receive-blobs.ts receiveBlobs: rename': restore,
  'store/replica/reading/receive-blobs.ts receiveBlobs: syncFolder': [
    'restore-blob-name',
    'restore-shelf-name',
  ],
  'store/replica/pour.ts pour: sync': 'haste',
  'store/replica/sync-together.ts syncOne: sync': [
    'copy-content',
    'copy-content-late',
    'restore-blob-content',
  ],
  'store/replica/write-copy.ts writeCopy: sync': replica,
  'store/restore-marker.ts removeRestoreMarker: syncFolder': restore,
  'store/restore-marker.ts writeRestoreMarker: replaceFile': ['restore-marker-content'],
  'store/settings.ts writeSettings: replaceFile': [
    'settings-content',
    'settings-content-late',
    'settings-name',
  ],
  'vault/assemble.ts assembleWritable: syncFolder': ['vault-names-left'],
  'vault/create-vault.ts createVault: makeFolders': ['vault-folder-name'],
  'vault/create-vault.ts takeAway: syncFolder': { test: 'tests/integration/faults/made-again.test.ts' },
  'vault/create-vault.ts writeReadme: writeNewFile': ['readme-content'],
  'vault/out-files.ts #syncAhead: sync': 'haste',
  'vault/out-files.ts nameAnew: rename': exports,
  'vault/out-files.ts sync: sync': ['bundle-content'],
  'vault/out-files.ts writeCopies: rename': exports,
  'vault/out-files.ts writeCopies: sync': 'its callers',
  'vault/out-files.ts writeCopies: syncFolder': ['bundle-name'],
  'vault/restore/keep-what-came.ts keepWhatCame: syncFolder': stopped,
  'vault/restore/rehearsal-folder.ts removeRehearsal: syncFolder': restore,
  'vault/restore/rehearse-restore.ts #restoreHistory: makeFolders': restore,
  'vault/restore/restore-vault.ts #writeHeader: replaceFile': restore,
  'vault/restore/restore-vault.ts restoreAndOpen: makeFolders': restore,
  'vault/way-out/plain-folder.ts begin: makeFolders': wayOut,
  'vault/way-out/plain-folder.ts begin: writeNewFile': wayOut,
  'vault/way-out/plain-folder.ts finish: rename': wayOut,
  'vault/way-out/plain-folder.ts finish: syncFolder': ['plain-names', 'plain-folder-name'],
  'vault/way-out/plain-folder.ts write: sync': ['plain-content'],
};

/** Where a mutation should strike, as `callers` names places. */
export function sitesOf(mutation: string): string[] {
  return Object.entries(sites).flatMap(([site, cover]) =>
    Array.isArray(cover) && cover.includes(mutation) ? [site.slice(0, site.lastIndexOf(':'))] : [],
  );
}
