import { isAbsolute, resolve } from 'node:path';

import { safeParseDeepLink } from './deep-links.ts';

/** What a start of the program asks for, first or second instance alike. */
export interface LaunchWish {
  /** Started at login: no window. */
  readonly hidden: boolean;
  readonly route?: string;
  /** A bundle that the learner opened from their files. */
  readonly bundle?: string;
}

/**
 * Reads a command line. Only its first link and its first bundle count, and switches are for Chromium; a path is taken as it stands, and
 * whether it is a bundle is for the verifier to say.
 * @param words the command line without the program
 */
export function readLaunchArguments(words: readonly string[], workingFolder: string): LaunchWish {
  const plain = words.filter((word) => !word.startsWith('-'));
  const route = plain.map(safeParseDeepLink).find((found) => found !== undefined);
  const bundle = plain.find((word) => /\.zip$/iu.test(word) && !/^[a-z][a-z0-9+.-]+:/iu.test(word));
  return {
    hidden: words.includes('--hidden'),
    ...(route === undefined ? {} : { route }),
    ...(bundle === undefined || bundle.includes('\0')
      ? {}
      : { bundle: isAbsolute(bundle) ? bundle : resolve(workingFolder, bundle) }),
  };
}
