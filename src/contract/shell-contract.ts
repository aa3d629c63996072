import { z } from 'zod';

import { grantId, longText, method, nothing, shortText, timeText } from './common.ts';

/** What this computer remembers of the app itself: nothing of the learner's evidence. */
export const settingsSchema = z.strictObject({
  appearance: z.enum(['system', 'light', 'dark']),
  /** In percent of the usual size. */
  textSize: z.union([z.literal(100), z.literal(115), z.literal(130), z.literal(150)]),
  language: z.enum(['en']),
  startAtLogin: z.boolean(),
  /** Closing the window leaves the app in the tray, and copying goes on. */
  keepRunning: z.boolean(),
  /** Copying goes on while the vault is covered. */
  copyWhileCovered: z.boolean(),
  /** Minutes without a touch until the vault is covered; 0 for never. */
  coverAfterMinutes: z.union([
    z.literal(0),
    z.literal(5),
    z.literal(10),
    z.literal(15),
    z.literal(30),
    z.literal(60),
  ]),
  /** Minutes between two rounds of copying; 0 for only when asked. */
  syncEveryMinutes: z.union([z.literal(0), z.literal(60), z.literal(180), z.literal(360), z.literal(1440)]),
  pauseOnBattery: z.boolean(),
  pauseOnMetered: z.boolean(),
  /** Data costs money here, though the system may not know it. */
  networkCosts: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

const shellStateSchema = z.strictObject({
  platform: z.enum(['linux', 'darwin', 'win32']),
  version: z.string(),
  electron: z.string(),
  /** Something to say of a runtime that is for development only. */
  developmentRuntime: z.boolean(),
  settings: settingsSchema,
  /** Whether this computer can keep a quick-unlock secret, and whether it does. */
  quickUnlock: z.enum(['unavailable', 'off', 'on']),
  /** Since when nothing was copied, for the screen before unlocking. */
  lastCopied: timeText.exactOptional(),
  /** A vault lies where this computer remembers one, and the engine has not spoken yet: until it does, the vault is locked. */
  vaultWaits: z.boolean(),
  /** The engine ended by itself and was started anew; said once. */
  engineFellOver: z.boolean(),
});
export type ShellState = z.infer<typeof shellStateSchema>;

/** A file or folder that the learner chose: `label` is its name, never its path. */
const grantSchema = z.strictObject({ id: grantId, label: z.string() });
export type Grant = z.infer<typeof grantSchema>;

/** The address bar of the portal window. */
const portalStateSchema = z.strictObject({
  /** False before it is opened and after it ended. */
  open: z.boolean(),
  /** Source whose pages these are. */
  source: z.string().exactOptional(),
  address: z.string(),
  title: z.string(),
  certificate: z.enum(['secure', 'not-secure', 'practice', 'broken']),
  loading: z.boolean(),
  /** Why the page that was wanted is not shown, as a code. */
  problem: z.string().exactOptional(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
  /** True once the learner agreed that the sign-in is remembered, sealed in the vault. */
  remembersSignIn: z.boolean(),
  /** A download that the page began by itself and that waits for the learner's word. */
  asks: z.strictObject({ id: z.int(), name: z.string(), from: z.string() }).exactOptional(),
  /** What was stopped to keep the learner safe: how often, and the newest kind. */
  stopped: z.strictObject({ count: z.int(), what: z.string() }).exactOptional(),
  /** What was kept from here, newest first; `refused` with a code for what could not be. */
  kept: z.array(
    z.strictObject({
      id: z.int(),
      name: z.string(),
      state: z.enum(['copying', 'kept', 'kept-before', 'refused', 'stopped']),
      item: z.string().exactOptional(),
      code: z.string().exactOptional(),
      received: z.number().exactOptional(),
      total: z.number().exactOptional(),
    }),
  ),
});
export type PortalState = z.infer<typeof portalStateSchema>;

/** Types of sources that are connected by signing in on the portal's own page. */
export const connectableSchema = z.enum(['moodle', 'openbadges']);

/** Every call that a page may make of the shell, which is main: windows, dialogs and this computer's settings. */
export const shellMethods = {
  'shell.state': method(nothing, shellStateSchema),
  'settings.set': method(settingsSchema.partial(), settingsSchema),
  'shell.choose': method(
    z.strictObject({
      what: z.enum([
        'folder',
        'files',
        'bundle',
        'table',
        'vault-folder',
        'new-vault-folder',
        'save-copy',
        'save-bundle',
        'save-sheet',
        'policy',
        'card',
        'key-file',
        'save-page',
        'save-data',
      ]),
      /** Name to suggest for what is saved. */
      name: shortText.exactOptional(),
    }),
    /** Empty if the learner changed their mind. */
    z.object({ chosen: z.array(grantSchema) }),
  ),
  'shell.showFile': method(z.strictObject({ file: grantId }), nothing),
  /** Opens a web address in the learner's browser, after asking. */
  'shell.openLink': method(z.strictObject({ url: longText }), nothing),
  /** Shows a route on a fresh page in a process of its own: what the old page held is gone. */
  'shell.turnPage': method(z.strictObject({ route: z.string().max(200) }), nothing),
  /** Ends the engine, and with it every key. */
  'shell.lock': method(nothing, nothing),
  'shell.unlockQuickly': method(nothing, nothing),
  'shell.quit': method(nothing, nothing),
  'portal.open': method(
    z.strictObject({
      source: z.string().max(80).exactOptional(),
      url: longText.exactOptional(),
      /** To sign a connected source in again with the portal's own sign-in page; the window ends by itself. */
      signIn: z.boolean().exactOptional(),
      /** To connect what is at `url` by the portal's own sign-in page; the window ends by itself, and a `connect` task tells how it went. */
      connect: connectableSchema.exactOptional(),
    }),
    nothing,
  ),
  'portal.state': method(nothing, portalStateSchema),
  'portal.do': method(
    z.strictObject({ what: z.enum(['back', 'forward', 'reload', 'stop', 'keep-page', 'focus', 'close']) }),
    nothing,
  ),
  /** Where on the page the portal's view lies, in its own pixels; without a place it is hidden. */
  'portal.place': method(
    z.strictObject({
      place: z
        .strictObject({ x: z.int(), y: z.int(), width: z.int().min(0), height: z.int().min(0) })
        .exactOptional(),
    }),
    nothing,
  ),
  /** Stops one that is being copied. */
  'portal.stopKeeping': method(z.strictObject({ id: z.int() }), nothing),
  /** The answer to `asks`. */
  'portal.answer': method(z.strictObject({ id: z.int(), keep: z.boolean() }), nothing),
  'portal.go': method(z.strictObject({ url: longText }), nothing),
  /** Whether cookies are kept, sealed in the vault, for the next time. */
  'portal.rememberSignIn': method(z.strictObject({ remember: z.boolean() }), nothing),
};
type ShellMethods = typeof shellMethods;
export type ShellMethod = keyof ShellMethods;
export type ShellInput<Name extends ShellMethod> = z.infer<ShellMethods[Name]['input']>;
export type ShellOutput<Name extends ShellMethod> = z.infer<ShellMethods[Name]['output']>;

export const shellEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state'), state: shellStateSchema }),
  /** A menu, the tray or a deep link asks for a place. */
  z.strictObject({ type: z.literal('go'), route: z.string() }),
  /** Files were dropped on the window. */
  z.strictObject({ type: z.literal('dropped'), files: z.array(grantSchema) }),
  z.strictObject({ type: z.literal('portal'), portal: portalStateSchema }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;
