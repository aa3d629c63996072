import type { Mutation } from './mutation.ts';

const blob = /^vault\/incoming\//;
const shelf = /^vault\/blobs\/\d{4}$/;
const vault = /^vault$/;
const state = /^state\/installations\/.*\.json\.new$/;
const both = 'ledger(-copy)?';
const entries = { wrote: 'other' } as const;
const checkpoint = { wrote: 'checkpoint' } as const;

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
    family: 'adding',
  },
  {
    name: 'blob-content-late',
    guards: 'bytes of evidence before the ledger names them',
    call: 'sync',
    path: blob,
    lateBy: 40,
    family: 'adding',
  },
  { name: 'blob-name', guards: 'names of blobs', call: 'syncFolder', path: shelf, family: 'adding' },
  {
    name: 'blob-name-late',
    guards: 'names of blobs before the ledger names them',
    call: 'syncFolder',
    path: shelf,
    lateBy: 16,
    family: 'adding',
  },
  {
    name: 'shelf-name',
    guards: 'the name of a shelf',
    call: 'syncFolder',
    path: /^vault\/blobs$/,
    family: 'create',
  },
  {
    name: 'blobs-folder-name',
    guards: 'the name of blobs/',
    call: 'syncFolder',
    path: vault,
    before: { named: /^(blobs|incoming)$/ },
    family: 'create',
  },
  {
    name: 'header-copy-content',
    guards: 'the copy of the header',
    call: 'sync',
    path: /^vault\/vault-copy\.json\.new$/,
    family: 'header',
  },
  {
    name: 'header-content',
    guards: 'the header',
    call: 'sync',
    path: /^vault\/vault\.json\.new$/,
    family: 'header',
  },
  {
    name: 'header-content-late',
    guards: 'the header before its name',
    call: 'sync',
    path: /^vault\/vault\.json\.new$/,
    lateBy: 2,
    family: 'header',
  },
  {
    name: 'header-copy-name',
    guards: 'one header that stands while the other is replaced',
    call: 'syncFolder',
    path: vault,
    before: { named: /^vault-copy\.json$/ },
    family: 'header',
  },
  {
    name: 'header-name',
    guards: 'the name of the header',
    call: 'syncFolder',
    path: vault,
    before: { named: /^vault\.json$/ },
    family: 'header',
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
    before: { named: /^settings\.sealed$/ },
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
    path: /^state\/installations$/,
    family: 'adding',
  },
  {
    name: 'state-folder-name',
    guards: 'the folder of remembered heads',
    call: 'syncFolder',
    path: /^state$/,
    family: 'create',
  },
  ...(['ledger', 'ledger-copy'] as const).flatMap((copy): Mutation[] => [
    {
      name: `${copy}-keys`,
      guards: 'keys of entries',
      call: 'sync',
      path: inLog(copy, 'keys'),
      before: entries,
      family: 'adding',
    },
    {
      name: `${copy}-checkpoint`,
      guards: 'the signature under what was acknowledged',
      call: 'sync',
      path: inLog(copy, 'segment'),
      before: checkpoint,
      family: 'adding',
    },
    {
      name: `${copy}-segment-name`,
      guards: 'names of segments and keys',
      call: 'syncFolder',
      path: logFolder(copy),
      family: 'create',
    },
    {
      name: `${copy}-log-name`,
      guards: 'the name of a log',
      call: 'syncFolder',
      path: new RegExp(`^vault/${copy}$`),
      family: 'create',
    },
  ]),
  {
    name: 'ledger-folder-names',
    guards: 'the names of ledger/ and ledger-copy/',
    call: 'syncFolder',
    path: vault,
    before: { named: /^ledger/ },
    family: 'create',
  },
  {
    name: 'keys-begun',
    guards: 'files of keys that begin',
    call: 'sync',
    path: inLog(both, 'keys\\.new'),
    family: 'header',
  },
  {
    name: 'segment-begun',
    guards: 'a segment that begins',
    call: 'sync',
    path: inLog(both, 'segment\\.new'),
    family: 'header',
  },
  {
    name: 'entries',
    guards: 'entries before they are signed',
    call: 'sync',
    path: inLog(both, 'segment'),
    before: entries,
    family: 'adding',
  },
  {
    name: 'entries-late',
    guards: 'entries before they are signed',
    call: 'sync',
    path: inLog(both, 'segment'),
    before: entries,
    lateBy: 3,
    family: 'adding',
  },
  {
    name: 'tail',
    guards: 'what a killed process left behind, before it is built upon',
    call: 'sync',
    path: inLog(both, '(segment|keys)'),
    before: { alone: true },
    family: 'left-behind',
  },
  {
    name: 'tail-names',
    guards: 'names that a killed process left behind',
    call: 'syncFolder',
    path: logFolder(both),
    before: { named: /^$/ },
    family: 'left-behind',
  },
];
