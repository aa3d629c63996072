import type { Clock } from '../../base/clock.ts';
import type { KeyDirectory } from '../mail/dkim/key-directory.ts';
import type { CredentialNetwork } from '../openbadges/collect-archive.ts';
import type { Source } from '../source.ts';
import type { Given } from './given.ts';

/** What somebody handed over, once a format knew it: a source that is pulled once, by a dry run or for good. */
export interface RecognisedImport {
  /** Which format it is: one of `importFormats`. */
  readonly format: string;
  /** What a person would call what was found: `Leap2A portfolio`, `Submissions from Canvas`. */
  readonly title: string;
  /**
   * Where it came from in the first place. Two exports of the same portal, account or table are two states of one origin, so
   * that the second one makes new versions and no doubles. `key` says which one, and never holds a secret; `name` is for people.
   */
  readonly origin: { readonly key: string; readonly name: string };
  /** What the learner should know before they go on, as codes. */
  readonly notices: readonly string[];
  /** For a table: what its columns were taken for, so that it can be put right before the import. */
  readonly columns?: ImportColumns;
  /** Its `pull` reads the given thing from its beginning each time it is called, so that a dry run comes to the same. */
  readonly source: Source;
}

/** The columns of a table, and the meaning of each. */
export interface ImportColumns {
  /** Name of the preset that fits, if one does. */
  readonly preset?: string;
  readonly rows: number;
  readonly columns: readonly {
    readonly title: string;
    /** What it was taken for; absent if it is left out. */
    readonly means?: string;
    /** A few of its values. */
    readonly examples: readonly string[];
  }[];
  /** Everything that a column may mean. */
  readonly meanings: readonly string[];
}

/** What a learner said about a table, after they saw what it was taken for. */
export interface ImportChoices {
  readonly preset?: string;
  /** By title of the column: one of `ImportColumns.meanings`, or null to leave it out. */
  readonly columns?: Readonly<Record<string, string | null>>;
}

export interface ImportContext {
  /** The app and its version, for provenance. */
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly choices?: ImportChoices;
  /** Nobody, where the learner said nothing of themselves. */
  readonly learner?: ImportLearner;
  /** Who is asked for the keys of e-mails' signatures; this computer's resolver if left out. */
  readonly keys?: KeyDirectory;
  /** Who is asked for the keys and lists of those who issued a credential; if left out, nobody is. */
  readonly issuers?: CredentialNetwork;
}

/** Who the learner is, as they said: for tables about several people. */
export interface ImportLearner {
  readonly names: readonly string[];
  readonly ulns: readonly string[];
  /** Registration, learner and candidate numbers. */
  readonly registrations: readonly string[];
}

/** One format of exports. */
export interface ImportFormat {
  readonly format: string;
  /**
   * Looks whether this is its kind, by bytes and structure and never by the name alone; cheap, and bounded whatever it is given.
   * Undefined if it is not. Throws `format.zip-unsafe`, `format.malformed` and the like for what is surely of its kind and cannot be
   * taken, `internal.cancelled`.
   */
  recognise(given: Given, context: ImportContext, signal: AbortSignal): Promise<RecognisedImport | undefined>;
}
