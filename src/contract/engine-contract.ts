import { z } from 'zod';

import { appStateSchema } from './app-state.ts';
import { bundleMethods } from './methods/bundle-methods.ts';
import { cardMethods } from './methods/card-methods.ts';
import { courseMethods } from './methods/course-methods.ts';
import { dateMethods } from './methods/date-methods.ts';
import { eraseMethods } from './methods/erase-methods.ts';
import { importMethods } from './methods/import-methods.ts';
import { itemMethods } from './methods/item-methods.ts';
import { parityMethods } from './methods/parity-methods.ts';
import { repairMethods } from './methods/repair-methods.ts';
import { replicaMethods } from './methods/replica-methods.ts';
import { restoreMethods } from './methods/restore-methods.ts';
import { sourceMethods } from './methods/source-methods.ts';
import { taskMethods } from './methods/task-methods.ts';
import { vaultMethods } from './methods/vault-methods.ts';
import { taskSchema } from './tasks.ts';

/** Every call that a page may make of the engine. */
export const engineMethods = {
  ...vaultMethods,
  ...itemMethods,
  ...eraseMethods,
  ...sourceMethods,
  ...importMethods,
  ...courseMethods,
  ...dateMethods,
  ...bundleMethods,
  ...cardMethods,
  ...replicaMethods,
  ...restoreMethods,
  ...repairMethods,
  ...parityMethods,
  ...taskMethods,
};
export type EngineMethods = typeof engineMethods;
export type EngineMethod = keyof EngineMethods;
export type EngineInput<Name extends EngineMethod> = z.infer<EngineMethods[Name]['input']>;
export type EngineOutput<Name extends EngineMethod> = z.infer<EngineMethods[Name]['output']>;

/** Calls that are answered without an open vault; while covered, only the first four and `vault.uncover` are. */
export const answeredWhenLocked = [
  'app.state',
  'tasks.list',
  'tasks.cancel',
  'tasks.dismiss',
  'vault.create',
  'vault.lookAround',
  'vault.open',
  'passphrase.recover',
  'vault.mendHeader',
  'recovery.saveSheet',
  'restore.find',
  'restore.findOnServer',
  'restore.start',
  'bundle.verify',
  'report.save',
  'verifier.save',
] as const satisfies readonly EngineMethod[];

/** What the engine tells a page without being asked. */
export const engineEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state'), state: appStateSchema }),
  z.strictObject({ type: z.literal('task'), task: taskSchema }),
  /** What was shown of these may be old. */
  z.strictObject({
    type: z.literal('changed'),
    what: z.array(z.enum(['items', 'sources', 'status', 'course', 'alerts', 'dates', 'copies'])),
  }),
]);
export type EngineEvent = z.infer<typeof engineEventSchema>;
