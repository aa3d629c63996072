import type { Registration } from '../command.ts';
import { registerAdd } from './add.ts';
import { registerAlert } from './alert.ts';
import { registerCheck } from './check.ts';
import { registerDemo } from './demo.ts';
import { registerEnrolment } from './enrolment.ts';
import { registerExport } from './export.ts';
import { registerGet } from './get.ts';
import { registerHistory } from './history.ts';
import { registerInit } from './init.ts';
import { registerList } from './list.ts';
import { registerMap } from './map.ts';
import { registerNote } from './note.ts';
import { registerPassphrase } from './passphrase.ts';
import { registerProfile } from './profile.ts';
import { registerRebuildIndex } from './rebuild-index.ts';
import { registerRecover } from './recover.ts';
import { registerRecoveryKey } from './recovery-key.ts';
import { registerRekey } from './rekey.ts';
import { registerSearch } from './search.ts';
import { registerShow } from './show.ts';
import { registerSource } from './source.ts';
import { registerStatus } from './status.ts';
import { registerSync } from './sync.ts';
import { registerUnit } from './unit.ts';
import { registerVerify } from './verify.ts';

/** Every command, in the order in which `--help` tells of them. */
export const registrations: readonly Registration[] = [
  registerInit,
  registerAdd,
  registerSource,
  registerSync,
  registerStatus,
  registerList,
  registerShow,
  registerHistory,
  registerSearch,
  registerGet,
  registerProfile,
  registerEnrolment,
  registerUnit,
  registerMap,
  registerNote,
  registerExport,
  registerVerify,
  registerCheck,
  registerAlert,
  registerPassphrase,
  registerRecover,
  registerRecoveryKey,
  registerRekey,
  registerRebuildIndex,
  registerDemo,
];
