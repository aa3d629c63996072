import { z } from 'zod';

import { grantId, idText, method, nothing, shortText, taskStarted } from '../common.ts';
import { sealedSecretSchema } from '../sealed-secret.ts';
import { sourceSchema } from './vault-methods.ts';

const portalSecret = z.union([
  z.strictObject({ password: sealedSecretSchema }),
  z.strictObject({ token: sealedSecretSchema }),
]);
/** `notices`: what the learner should know before going on, as codes. */
const connected = z.object({ source: sourceSchema, notices: z.array(z.string()) });

/** Where work comes from. */
export const sourceMethods = {
  'sources.list': method(nothing, z.object({ sources: z.array(sourceSchema) })),
  'sources.connectFolder': method(
    z.strictObject({ folder: grantId, name: shortText.exactOptional() }),
    connected,
  ),
  'sources.connectMoodle': method(
    z.strictObject({ url: shortText.min(1), username: shortText, secret: portalSecret }),
    connected,
  ),
  'sources.signIn': method(
    z.strictObject({ source: idText, username: shortText.exactOptional(), secret: portalSecret }),
    connected,
  ),
  'sources.remove': method(z.strictObject({ source: idText }), nothing),
  'sources.pause': method(z.strictObject({ source: idText, paused: z.boolean() }), nothing),
  /** One source, or all; `acceptMassChange` once the learner said that a held change was their own. */
  'sources.sync': method(
    z.strictObject({ source: idText.exactOptional(), acceptMassChange: z.boolean().exactOptional() }),
    taskStarted,
  ),
  /** What happened, without personal data, to be sent to whoever helps. */
  'sources.log': method(z.strictObject({ source: idText }), z.object({ text: z.string() })),
  'files.add': method(z.strictObject({ files: z.array(grantId).min(1).max(10_000) }), taskStarted),
  /** Things to try at the practice provider; refused in a real vault. */
  'practice.do': method(
    z.strictObject({ what: z.enum(['mark', 'maintenance', 'close', 'open', 'end-sign-in']) }),
    nothing,
  ),
  /** Where the practice provider is, so that its pages can be tried in the portal window. */
  'practice.address': method(
    nothing,
    z.object({ url: z.string(), username: z.string(), password: z.string() }),
  ),
};
