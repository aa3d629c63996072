import type { Mutation } from './mutation.ts';
import { wideMutations } from './wide-list.ts';

const blob = /^vault\/incoming\//;
const shelf = /^vault\/blobs\/\d{4}$/;
const vault = /^vault$/;
const state = /^(home\/)?state\/installations\/.*\.json\.new$/;
const both = 'ledger(-copy)?';

const makeFolders = 'store/durable/replace-file.ts makeFolders';
const writeHeader = 'store/header/header-files.ts writeHeader';
const mendHeader = 'store/header/header-files.ts mendHeader';
const shelves = 'store/blob/shelves.ts #sync';
const begin = 'store/ledger-files/open-segment.ts begin';
const syncAll = 'store/ledger-files/open-segment.ts syncAll';
const syncFrames = 'store/ledger-files/open-segment.ts syncFrames';
const writeBatch = 'store/ledger-files/log-writer.ts #write';
const closeSegment = 'store/ledger-files/log-writer.ts #closeSegment';
const takeBack = 'store/ledger-files/open-segment.ts takeBack';
const changeEnd = 'store/ledger-files/mend-copy.ts changeEnd';
const bringTo = 'store/ledger-files/log-tail.ts #bringTo';
const readyKeys = 'store/ledger-files/keys-mending.ts readyKeys';
const openOwn = 'store/ledger-files/log-tail.ts #openOwn';

function inLog(copy: string, kind: string): RegExp {
  return new RegExp(`^vault/${copy}/[0-9a-f]{32}/\\d{8}\\.${kind}$`);
}
function logFolder(copy: string): RegExp {
  return new RegExp(`^vault/${copy}/[0-9a-f]{32}$`);
}

/** Every sync of a file, every sync of a folder and every step of order that a promise hangs on. Data: the runner knows no more of them. */
export const mutations: readonly Mutation[] = [
  {
    name: 'blob-content',
    guards: 'bytes of evidence before their name',
    call: 'sync',
    path: blob,
    from: ['store/blob/content-sealer.ts publish'],
    family: 'adding',
  },
  {
    name: 'blob-content-late',
    guards: 'bytes of evidence before the ledger names them',
    call: 'sync',
    path: blob,
    from: ['store/blob/content-sealer.ts publish'],
    lateBy: 40,
    family: 'adding',
  },
  {
    name: 'blob-name',
    guards: 'names of blobs',
    call: 'syncFolder',
    path: shelf,
    from: [shelves],
    family: 'adding',
  },
  {
    name: 'blob-name-late',
    guards: 'names of blobs before the ledger names them',
    call: 'syncFolder',
    path: shelf,
    from: [shelves],
    lateBy: 16,
    family: 'adding',
  },
  {
    name: 'shelf-name',
    guards: 'the name of a shelf',
    call: 'syncFolder',
    path: /^vault\/blobs$/,
    from: [shelves],
    family: 'create',
  },
  {
    name: 'blobs-folder-name',
    guards: 'the name of blobs/',
    call: 'syncFolder',
    path: vault,
    from: ['store/blob/blob-store.ts open'],
    family: 'create',
  },
  {
    name: 'vault-names-left',
    guards: 'names in the vault that a killed process left, before anything leans on them',
    call: 'syncFolder',
    path: vault,
    from: ['vault/assemble.ts assembleWritable'],
    family: 'doubt',
  },
  {
    name: 'vault-folder-name',
    guards: 'the name of the vault',
    call: 'syncFolder',
    path: /^$/,
    from: ['vault/create-vault.ts createVault', makeFolders],
    family: 'create',
  },
  {
    name: 'readme-content',
    guards: 'what the folder says it is',
    call: 'sync',
    path: /^vault\/README\.txt$/,
    from: ['vault/create-vault.ts writeReadme'],
    family: 'create',
  },
  {
    name: 'header-copy-content',
    guards: 'the copy of the header',
    call: 'sync',
    path: /^vault\/vault-copy\.json\.new$/,
    from: [writeHeader],
    family: 'header',
  },
  {
    name: 'header-copy-content-late',
    guards: 'the copy of the header before the other is replaced',
    call: 'sync',
    path: /^vault\/vault-copy\.json\.new$/,
    from: [writeHeader],
    lateBy: 8,
    shows: 8,
    family: 'header',
  },
  {
    name: 'header-copy-name',
    guards: 'one header that stands while the other is replaced',
    call: 'syncFolder',
    path: vault,
    named: /^vault-copy\.json$/,
    from: [writeHeader],
    shows: 6,
    family: 'header',
  },
  {
    name: 'header-content',
    guards: 'the header',
    call: 'sync',
    path: /^vault\/vault\.json\.new$/,
    from: [writeHeader],
    family: 'header',
  },
  {
    name: 'header-name',
    guards: 'the name of the header',
    call: 'syncFolder',
    path: vault,
    named: /^vault\.json$/,
    from: [writeHeader],
    family: 'header',
  },
  {
    name: 'header-mended-content',
    guards: 'a header that was mended',
    call: 'sync',
    path: /^vault\/vault(-copy)?\.json\.new$/,
    from: [mendHeader],
    family: 'doubt',
  },
  {
    name: 'header-left-name',
    guards: 'the name of the header that stands, before the other is mended',
    call: 'syncFolder',
    path: vault,
    from: [mendHeader],
    shows: 6,
    family: 'doubt',
  },
  {
    name: 'settings-content',
    guards: 'the settings',
    call: 'sync',
    path: /^vault\/settings\.sealed\.new$/,
    family: 'settings',
  },
  {
    name: 'settings-content-late',
    guards: 'the settings before their name',
    call: 'sync',
    path: /^vault\/settings\.sealed\.new$/,
    lateBy: 2,
    family: 'settings',
  },
  {
    name: 'settings-name',
    guards: 'the name of the settings',
    call: 'syncFolder',
    path: vault,
    from: ['store/settings.ts writeSettings'],
    family: 'settings',
  },
  {
    name: 'state-content',
    guards: 'the head that this computer remembers',
    call: 'sync',
    path: state,
    family: 'adding',
  },
  {
    name: 'state-content-late',
    guards: 'the remembered head before its name',
    call: 'sync',
    path: state,
    lateBy: 2,
    family: 'adding',
  },
  {
    name: 'state-name',
    guards: 'the name of the remembered head',
    call: 'syncFolder',
    path: /^(home\/)?state\/installations$/,
    family: 'adding',
  },
  {
    name: 'state-folder-name',
    guards: 'the folder of remembered heads',
    call: 'syncFolder',
    path: /^(home\/)?state$/,
    family: 'create',
  },
  {
    name: 'state-place-name',
    guards: 'the place of the folder of remembered heads',
    call: 'syncFolder',
    path: /^(home)?$/,
    from: ['store/installation.ts writeInstallation', makeFolders],
    family: 'create',
  },
  ...(['ledger', 'ledger-copy'] as const).flatMap((copy): Mutation[] => [
    {
      name: `${copy}-keys`,
      guards: 'keys of entries',
      call: 'sync',
      path: inLog(copy, 'keys'),
      from: [syncAll],
      family: 'adding',
    },
    {
      name: `${copy}-checkpoint`,
      guards: 'the signature under what was acknowledged',
      call: 'sync',
      path: inLog(copy, 'segment'),
      from: [syncFrames, writeBatch],
      family: 'adding',
    },
    {
      name: `${copy}-checkpoint-late`,
      guards: 'the signature before the computer remembers what it signs',
      call: 'sync',
      path: inLog(copy, 'segment'),
      from: [syncFrames, writeBatch],
      lateBy: 6,
      shows: 7,
      family: 'adding',
    },
    {
      name: `${copy}-keys-name`,
      guards: 'the name of a file of keys that begins',
      call: 'syncFolder',
      path: logFolder(copy),
      named: /\.keys$/,
      from: [begin],
      shows: 12,
      family: 'create',
    },
    {
      name: `${copy}-segment-name`,
      guards: 'the name of a segment that begins',
      call: 'syncFolder',
      path: logFolder(copy),
      named: /\.segment$/,
      from: [begin],
      family: 'create',
    },
    {
      name: `${copy}-log-name`,
      guards: 'the name of a log',
      call: 'syncFolder',
      path: new RegExp(`^vault/${copy}$`),
      from: [begin, makeFolders],
      family: 'create',
    },
  ]),
  {
    name: 'ledger-folder-names',
    guards: 'the names of ledger/ and ledger-copy/',
    call: 'syncFolder',
    path: vault,
    from: [begin, makeFolders],
    family: 'create',
  },
  {
    name: 'keys-begun',
    guards: 'files of keys that begin',
    call: 'sync',
    path: inLog(both, 'keys\\.new'),
    from: [begin],
    family: 'create',
  },
  {
    name: 'segment-begun',
    guards: 'a segment that begins',
    call: 'sync',
    path: inLog(both, 'segment\\.new'),
    from: [begin],
    family: 'create',
  },
  {
    name: 'entries',
    guards: 'entries before they are signed',
    call: 'sync',
    path: inLog(both, 'segment'),
    from: [syncAll],
    family: 'adding',
  },
  {
    name: 'entries-late',
    guards: 'entries before they are signed',
    call: 'sync',
    path: inLog(both, 'segment'),
    from: [syncAll],
    lateBy: 3,
    family: 'adding',
  },
  {
    name: 'closing-frame',
    guards: 'the end of a segment before the next begins',
    call: 'sync',
    path: inLog(both, 'segment'),
    from: [syncFrames, closeSegment],
    family: 'header',
  },
  {
    name: 'taken-back',
    guards: 'what was refused and taken back',
    call: 'sync',
    path: inLog(both, 'segment'),
    from: [takeBack],
    family: 'refused',
  },
  {
    name: 'tail-segment',
    guards: 'entries that a killed process left behind, before they are built upon',
    call: 'sync',
    path: inLog(both, 'segment'),
    from: [changeEnd],
    family: 'left-behind',
  },
  {
    name: 'tail-keys',
    guards: 'keys that a killed process left behind',
    call: 'sync',
    path: inLog(both, 'keys'),
    from: [changeEnd],
    family: 'left-behind',
  },
  {
    name: 'tail-names',
    guards: 'names that a killed process left behind',
    call: 'syncFolder',
    path: logFolder(both),
    from: [openOwn],
    family: 'left-behind',
  },
  {
    name: 'mended-segment-content',
    guards: 'a segment that is written anew on opening',
    call: 'sync',
    path: inLog(both, 'segment\\.new'),
    from: [bringTo],
    family: 'left-behind',
  },
  {
    name: 'mended-keys-content',
    guards: 'keys that are written anew on opening',
    call: 'sync',
    path: inLog(both, 'keys\\.new'),
    from: [readyKeys],
    family: 'half-kept',
  },
  ...wideMutations,
];
