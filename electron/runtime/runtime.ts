/** An Electron to run the app on. */
export interface Runtime {
  /** The official one of the package `electron`, or the fallback for development and tests on Linux x64. */
  readonly kind: 'official' | 'fallback';
  /** The program itself. */
  readonly binary: string;
  /** The folder with everything that belongs to it. */
  readonly folder: string;
}

/** No Electron, or not what it needs, and a sentence for the developer that says what to do. */
export class RuntimeUnavailable extends Error {
  override name = 'RuntimeUnavailable';
}
