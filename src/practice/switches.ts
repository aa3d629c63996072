import type { DownloadCorruption } from './corruption.ts';
import type { Slowness } from './faults.ts';
import type { PracticeChange } from './lifecycle.ts';
import type { NewMark } from './marking.ts';
import type { RequestPattern } from './pattern.ts';
import type { PracticeSituation } from './situations.ts';

/** What can be made to happen at the practice provider while it runs. */
export interface PracticeSwitches {
  /**
   * One of the recorded changes made by staff: later answers are those recorded after it. Any order is taken, but
   * only the recorded one was seen on a real site.
   */
  apply(change: PracticeChange): { readonly assignmentId: number; readonly what: string };
  /** One of the recorded situations, until the next; `normal` ends it. Tokens that expired or were deleted stay so. */
  situation(name: PracticeSituation | 'normal'): void;
  /** Maintenance by the administrator (an error in every answer) or from the command line (503 and a page). */
  maintenance(kind: 'admin' | 'cli' | 'off'): void;
  /** The provider is gone: every connection breaks and new ones are refused, until `revive`. */
  die(): Promise<void>;
  /** Back at the same address. */
  revive(): Promise<void>;
  /** An assignment is marked anew, beyond the recordings. Throws `input.not-found` or `input.record-invalid`. */
  markAgain(assignmentId: number, mark: NewMark): void;
  /**
   * Every token handed out so far has expired: its next call says `accessexception`, later ones `invalidtoken`. Browsers are signed
   * out.
   */
  expireLogins(): void;
  /** A course vanishes without a word, as for a learner who was unenrolled. */
  forget(courseId: number): void;
  /**
   * True: the files whose bytes the real site had lost answer as it answered: status 200, their name and ETag, and an
   * error instead of the bytes. False (at the start): their stand-ins (see `listSubstitutedFiles`) are delivered.
   */
  unreadableFiles(lost: boolean): void;
  /** The site tells its app that people sign in with a browser (`typeoflogin` 2), as one with single sign-on does. Off at the start. */
  singleSignOn(on: boolean): void;
  /** Lets `/practice/hostile.php` answer, a page that tries to get out of whatever shows it. Off at the start; for tests. */
  hostilePages(on: boolean): void;

  /** Damages the next `times` matching downloads (all of them if left out). */
  corruptDownload(pattern: RequestPattern, how: DownloadCorruption, times?: number): void;
  /** Answers the next `times` (1) matching requests with this status and headers, e.g. 503 and Retry-After. */
  failNext(
    pattern: RequestPattern,
    status: number,
    times?: number,
    headers?: Readonly<Record<string, string>>,
  ): void;
  /** Takes matching requests and never answers (all of them if `times` is left out). */
  hang(pattern: RequestPattern, times?: number): void;
  /** Breaks the connection of the next `times` (1) matching requests after so many bytes of body. */
  cutAfter(pattern: RequestPattern, bytes: number, times?: number): void;
  slow(how: Slowness | 'off'): void;
  /** Takes back what the five above set. */
  clearFaults(): void;
}
