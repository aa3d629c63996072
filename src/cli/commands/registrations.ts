import type { Registration } from '../command.ts';

/**
 * Every command, in the order in which `--help` tells of them. Each is loaded only when it is named, so that a small question is not kept
 * waiting by connectors and databases that it does not need.
 */
const commands: Readonly<Record<string, () => Promise<Registration>>> = {
  init: async () => (await import('./init.ts')).registerInit,
  add: async () => (await import('./add.ts')).registerAdd,
  import: async () => (await import('./import.ts')).registerImport,
  source: async () => (await import('./source.ts')).registerSource,
  sync: async () => (await import('./sync.ts')).registerSync,
  work: async () => (await import('./work.ts')).registerWork,
  status: async () => (await import('./status.ts')).registerStatus,
  list: async () => (await import('./list.ts')).registerList,
  show: async () => (await import('./show.ts')).registerShow,
  history: async () => (await import('./history.ts')).registerHistory,
  search: async () => (await import('./search.ts')).registerSearch,
  get: async () => (await import('./get.ts')).registerGet,
  profile: async () => (await import('./profile.ts')).registerProfile,
  enrolment: async () => (await import('./enrolment.ts')).registerEnrolment,
  unit: async () => (await import('./unit.ts')).registerUnit,
  map: async () => (await import('./map.ts')).registerMap,
  note: async () => (await import('./note.ts')).registerNote,
  flag: async () => (await import('./flag.ts')).registerFlag,
  withdraw: async () => (await import('./withdraw.ts')).registerWithdraw,
  card: async () => (await import('./card.ts')).registerCard,
  timestamp: async () => (await import('./timestamp.ts')).registerTimestamp,
  export: async () => (await import('./export.ts')).registerExport,
  'export-all': async () => (await import('./export-all.ts')).registerExportAll,
  'import-all': async () => (await import('./import-all.ts')).registerImportAll,
  verify: async () => (await import('./verify.ts')).registerVerify,
  witness: async () => (await import('./witness.ts')).registerWitness,
  recipient: async () => (await import('./recipient.ts')).registerRecipient,
  verifier: async () => (await import('./verifier.ts')).registerVerifier,
  policy: async () => (await import('./policy.ts')).registerPolicy,
  'validate-provider': async () => (await import('./validate-provider.ts')).registerValidateProvider,
  check: async () => (await import('./check.ts')).registerCheck,
  erase: async () => (await import('./erase.ts')).registerErase,
  repair: async () => (await import('./repair.ts')).registerRepair,
  quarantine: async () => (await import('./quarantine.ts')).registerQuarantine,
  parity: async () => (await import('./parity.ts')).registerParity,
  replica: async () => (await import('./replica.ts')).registerReplica,
  restore: async () => (await import('./restore.ts')).registerRestore,
  rehearse: async () => (await import('./rehearse.ts')).registerRehearse,
  fork: async () => (await import('./fork.ts')).registerFork,
  alert: async () => (await import('./alert.ts')).registerAlert,
  passphrase: async () => (await import('./passphrase.ts')).registerPassphrase,
  recover: async () => (await import('./recover.ts')).registerRecover,
  'recovery-key': async () => (await import('./recovery-key.ts')).registerRecoveryKey,
  rekey: async () => (await import('./rekey.ts')).registerRekey,
  'rebuild-index': async () => (await import('./rebuild-index.ts')).registerRebuildIndex,
  demo: async () => (await import('./demo.ts')).registerDemo,
};

/** The commands that these words can mean: those that are named among them, or all of them if none is. */
export function loadRegistrations(words: readonly string[]): Promise<Registration[]> {
  const named = Object.keys(commands).filter((name) => words.includes(name));
  // `help NAME`, a misspelt command and no command at all are answered with all of them.
  const wanted = named.length === 0 || words.includes('help') ? Object.keys(commands) : named;
  return Promise.all(wanted.flatMap((name) => commands[name]?.() ?? []));
}
