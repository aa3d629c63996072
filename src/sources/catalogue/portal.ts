/** One of the ways in which work comes out of a portal and into a vault. */
export type PortalWay =
  /** The app signs in and copies by itself, again and again. */
  | (WayOf<'connect'> & { readonly source: 'moodle' | 'canvas' | 'mailbox' | 'openbadges' | 'folder' })
  /** The portal hands out a file, which is dropped on the window. */
  | (WayOf<'file'> & {
      /** What comes out, as the import names its formats; left out where it is whatever the portal has. */
      readonly formats?: readonly string[];
    })
  /** The portal writes e-mails about work and marks, which are kept. */
  | WayOf<'mail'>
  /** The learner opens the portal in the app's own window, and keeps files and pages there. */
  | (WayOf<'window'> & {
      /** Where everybody's portal begins; left out where each provider has an address of its own. */
      readonly address?: string;
    });

interface WayOf<How extends string> {
  readonly how: How;
  /** What it brings, in one sentence to the learner. */
  readonly brings: string;
  /** What the learner does, three to six short steps. Names of buttons only where a source below says so. */
  readonly steps: readonly string[];
}

/** What is known of a portal that learners meet. Texts are read by learners: grade 6 or less, tested. */
export interface Portal {
  /** Stable; part of addresses inside the app. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'learning' | 'portfolio' | 'record' | 'mail' | 'folder' | 'badges';
  /** Other names that people type when they look for it. */
  readonly called: readonly string[];
  /**
   * Addresses that are surely its own: a host, where `*` stands for one or more of its labels, with a path to begin with if need be
   * (`moodle.*`, `*.instructure.com`, `*` + `/moodle`).
   */
  readonly addresses: readonly string[];
  /** Best first; each kind at most once, but `connect`. */
  readonly ways: readonly PortalWay[];
  /** What does not work, or is not known, said to the learner. */
  readonly limits: readonly string[];
  /** The day on which somebody last looked, ISO 8601. */
  readonly looked: string;
  /** Pages that what is said here was taken from; empty where nothing public was found, and `limits` says so. */
  readonly sources: readonly string[];
}
