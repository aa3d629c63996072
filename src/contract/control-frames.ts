import { z } from 'zod';

import { isErrorCode } from '../base/error-codes.ts';
import { grantId, timeText } from './common.ts';
import { standingCodeSchema, workKindSchema } from './work.ts';
import { sentErrorSchema } from './reply.ts';
import { connectableSchema, settingsSchema } from './shell-contract.ts';

const requestId = z.int().nonnegative();
/** Bytes of evidence on their way through main; never stored or logged there. */
const bytes = z.instanceof(Uint8Array);

/** Where a portal capture came from, as main saw it. */
const captureOriginSchema = z.strictObject({
  /** Source that the window was opened for: a portal, or another source whose site's portal it belongs to. */
  source: z.string().exactOptional(),
  /** Address at which the window began; the portal of this site if no source is named, and of `address` if both are left out. */
  site: z.string().max(20_000).exactOptional(),
  what: z.enum(['download', 'page']),
  name: z.string().max(1000),
  mediaType: z.string().max(200).exactOptional(),
  /** As main saw it; the engine takes secrets out before anything is kept. */
  address: z.string().max(20_000),
  /** Title of the page on which it was found or kept. */
  title: z.string().max(2000).exactOptional(),
  status: z.int().exactOptional(),
  /** `date`, `etag`, `last-modified`, where the server sent them. */
  headers: z.record(z.string().max(40), z.string().max(2000)),
  received: timeText,
  /** The server's certificates, leaf first, as SHA-256 of their DER form in hexadecimal, with issuer and subject names. */
  certificates: z.array(
    z.strictObject({
      sha256: z.string(),
      subject: z.string().max(1000),
      issuer: z.string().max(1000),
      validFrom: timeText,
      validTo: timeText,
    }),
  ),
  /** A download that the page at `address` held in itself (`data:`), with no address of its own. */
  inPage: z.boolean().exactOptional(),
  /** Bytes that the server announced; unknown if left out. */
  size: z.number().exactOptional(),
  /** For a page: what its bytes are, one after the other. */
  parts: z
    .array(z.strictObject({ what: z.enum(['pdf', 'screenshot', 'source']), size: z.int().min(0) }))
    .max(3)
    .exactOptional(),
});
export type CaptureOrigin = z.infer<typeof captureOriginSchema>;

/** What main says to the engine. In the product the page's port is transferred beside `page-opened`; a Node child gets its frames relayed. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    /** The vault's folder that this computer remembers; left out while it remembers none, and then the usual place is meant. */
    vaultDir: z.string().exactOptional(),
    /** Where practice vaults go; the engine takes old ones away. */
    practiceDir: z.string(),
    stateDir: z.string().exactOptional(),
    settings: settingsSchema,
  }),
  z.strictObject({ type: z.literal('settings'), settings: settingsSchema }),
  z.strictObject({ type: z.literal('power'), onBattery: z.boolean(), metered: z.boolean() }),
  z.strictObject({ type: z.literal('grant'), id: grantId, path: z.string() }),
  /** A page is there; `relayed` if its frames come over this channel. */
  z.strictObject({ type: z.literal('page-opened'), page: z.int(), relayed: z.boolean() }),
  z.strictObject({ type: z.literal('page-closed'), page: z.int() }),
  z.strictObject({ type: z.literal('page-frame'), page: z.int(), frame: z.unknown() }),
  z.strictObject({ type: z.literal('cover') }),
  z.strictObject({ type: z.literal('sync') }),
  z.strictObject({ type: z.literal('quick-unlock'), secret: z.string() }),
  /** Finish what is acknowledged, wipe, and exit. */
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({
    type: z.literal('content-read'),
    id: requestId,
    token: z.string(),
    start: z.int().min(0).exactOptional(),
    /** Exclusive. */
    end: z.int().min(0).exactOptional(),
  }),
  /** The reader wants one more chunk; none is sent unasked. */
  z.strictObject({ type: z.literal('content-more'), id: requestId }),
  z.strictObject({ type: z.literal('content-stop'), id: requestId }),
  z.strictObject({ type: z.literal('capture-begin'), id: requestId, origin: captureOriginSchema }),
  z.strictObject({ type: z.literal('capture-bytes'), id: requestId, bytes }),
  z.strictObject({ type: z.literal('capture-end'), id: requestId }),
  /** Without a code the learner stopped it; with one it could not be had whole, and is listed as not kept. */
  z.strictObject({
    type: z.literal('capture-abort'),
    id: requestId,
    code: z.string().refine(isErrorCode).exactOptional(),
  }),
  /** By a source, by an address, or by neither for an empty window. */
  z.strictObject({
    type: z.literal('portal-open'),
    id: requestId,
    source: z.string().exactOptional(),
    url: z.string().max(20_000).exactOptional(),
    /** For a single sign-on of the source. */
    signIn: z.boolean().exactOptional(),
    /** To connect what is at `url` by a single sign-on. */
    connect: connectableSchema.exactOptional(),
  }),
  /** Cookies of a portal, with the learner's consent to be sealed in the vault; left out, those kept are forgotten. */
  z.strictObject({
    type: z.literal('portal-cookies'),
    source: z.string().exactOptional(),
    /** Address at which the window began; names the portal where no source does. */
    site: z.string().max(20_000).exactOptional(),
    cookies: z.string().max(1_000_000).exactOptional(),
  }),
  /** The window came to an address at which it ends by itself. */
  z.strictObject({ type: z.literal('portal-ended'), id: requestId, address: z.string().max(20_000) }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What the engine says to main. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('page-frame'), page: z.int(), frame: z.unknown() }),
  /** For tray and notifications: counts and codes, no names. */
  z.strictObject({
    type: z.literal('outlook'),
    engine: z.enum(['locked', 'open', 'covered']),
    copying: z.boolean(),
    practice: z.boolean(),
    lastCopied: timeText.exactOptional(),
    /** Number of sources that need the learner, and the codes why. */
    needs: z.array(z.string()),
    /** Where things stand as a whole; left out until that was looked at. */
    standing: standingCodeSchema.exactOptional(),
    /** What goes on by itself. */
    work: workKindSchema.exactOptional(),
    /** What the learner is to be reminded of now and then. */
    reminders: z.array(z.enum(['copy-late', 'copy-soon-late'])),
  }),
  /** The place of the vault that was opened or made, or is being brought back, for this computer to remember. */
  z.strictObject({ type: z.literal('opened'), vaultDir: z.string(), practice: z.boolean() }),
  /** Keep this secret in the keyring, or forget the one kept. */
  z.strictObject({ type: z.literal('quick-unlock'), secret: z.string().exactOptional() }),
  z.strictObject({
    type: z.literal('quick-unlock-result'),
    ok: z.boolean(),
    error: sentErrorSchema.exactOptional(),
  }),
  /** A file that the engine wrote, to be shown or verified by its grant. */
  z.strictObject({
    type: z.literal('content-begin'),
    id: requestId,
    mediaType: z.string(),
    size: z.number(),
    start: z.number(),
    end: z.number(),
  }),
  z.strictObject({ type: z.literal('content-bytes'), id: requestId, bytes }),
  z.strictObject({ type: z.literal('content-end'), id: requestId }),
  z.strictObject({ type: z.literal('content-error'), id: requestId, error: sentErrorSchema }),
  /** So many bytes of a capture were taken in; main sends at most a megabyte more. */
  z.strictObject({ type: z.literal('capture-taken'), id: requestId, bytes: z.number() }),
  z.strictObject({
    type: z.literal('capture-kept'),
    id: requestId,
    item: z.string(),
    source: z.string(),
    /** `unchanged` if the very same bytes were kept before. */
    outcome: z.enum(['captured', 'changed', 'unchanged']),
  }),
  z.strictObject({ type: z.literal('capture-failed'), id: requestId, error: sentErrorSchema }),
  z.strictObject({
    type: z.literal('portal-opened'),
    id: requestId,
    source: z.string().exactOptional(),
    /** Where to begin. */
    address: z.string().exactOptional(),
    /** Addresses at which the window ends by itself (single sign-on). */
    endsAt: z.array(z.string()),
    cookies: z.string().exactOptional(),
    practice: z.boolean(),
    /** Why no window may be opened: locked, covered, or no such source. */
    error: sentErrorSchema.exactOptional(),
  }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
