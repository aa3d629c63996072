import { z } from 'zod';

import { grantId, idText, method, nothing, shortText, taskStarted, timeText } from '../common.ts';
import { sealedSecretSchema } from '../sealed-secret.ts';
import { sourceSchema } from './vault-methods.ts';

const portalSecret = z.union([
  z.strictObject({ password: sealedSecretSchema }),
  z.strictObject({ token: sealedSecretSchema }),
]);
const mailConnection = {
  host: shortText.min(1),
  port: z.int().min(1).max(65_535).exactOptional(),
  security: z.enum(['tls', 'starttls', 'none']).exactOptional(),
  username: shortText.min(1),
  /** An app password. */
  password: sealedSecretSchema,
};
const mailChoice = {
  folders: z.array(shortText.min(1)).max(500),
  /** Whole addresses, or `@domain` for all of one place. */
  senders: z.array(shortText.min(1)).max(500),
};

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
  'sources.connectCanvas': method(
    z.strictObject({ url: shortText.min(1), token: sealedSecretSchema }),
    connected,
  ),
  /** The folders of a mailbox, to choose from; nothing is written down. */
  'sources.mailFolders': method(
    z.strictObject(mailConnection),
    z.object({ folders: z.array(z.object({ path: z.string(), use: z.string().exactOptional() })) }),
  ),
  /** What a mailbox connected like this would bring: how many, and the newest of them. */
  'sources.previewMailbox': method(
    z.strictObject({ ...mailConnection, ...mailChoice }),
    z.object({
      total: z.number(),
      newest: z.array(z.object({ from: z.string(), subject: z.string(), date: timeText.exactOptional() })),
    }),
  ),
  'sources.connectMailbox': method(z.strictObject({ ...mailConnection, ...mailChoice }), connected),
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
