/** What differs between systems in writing durably. Data, so that each system's rules are tested on every other. */
export interface SystemRules {
  /** The path as it is handed to the system. */
  toSystemPath(path: string): string;
  /** False where folders cannot be fsynced and the file system's own journal keeps names. */
  readonly syncsFolders: boolean;
  /** System errors that another program (a virus scanner, an indexer, a sync client) causes for a moment. */
  readonly passing: ReadonlySet<string>;
  /** How long to wait before each further try, in milliseconds. */
  readonly pauses: readonly number[];
}

export const posixRules: SystemRules = {
  toSystemPath: (path) => path,
  syncsFolders: true,
  passing: new Set(),
  pauses: [],
};

/**
 * NTFS journals names itself, and Node cannot fsync a folder there. Other programs hold files open without sharing, so
 * opening, renaming and removing are tried again for about five seconds.
 */
export const windowsRules: SystemRules = {
  toSystemPath: toLongPath,
  syncsFolders: false,
  passing: new Set(['EBUSY', 'EPERM', 'EACCES']),
  pauses: [10, 20, 40, 80, 160, 320, 640, 1280, 2560],
};

export function rulesOf(platform: NodeJS.Platform): SystemRules {
  return platform === 'win32' ? windowsRules : posixRules;
}

/**
 * A Windows path in the form that may be longer than 260 characters (learn.microsoft.com, 'Maximum Path Length
 * Limitation'): that form knows no forward slashes. Paths that are not absolute Windows paths stay as they are.
 */
export function toLongPath(path: string): string {
  if (path.startsWith('\\\\?\\') || path.startsWith('\\\\.\\')) return path;
  if (/^[A-Za-z]:[\\/]/.test(path)) return `\\\\?\\${path.replaceAll('/', '\\')}`;
  if (/^[\\/]{2}[^\\/]/.test(path)) return `\\\\?\\UNC\\${path.slice(2).replaceAll('/', '\\')}`;
  return path;
}
