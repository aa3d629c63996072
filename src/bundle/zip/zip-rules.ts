import { VaultError } from '../../base/errors.ts';

/**
 * The closed list of reasons for which a zip is refused, each with what it means. A bundle is one plain shape of zip; whatever
 * differs from it could be read in two ways by two programs, and is refused by name (LAYOUT.md, rules Z1 to Z16).
 */
export const zipRules = {
  'not-a-zip': 'The file is not a zip.',
  truncated: 'The end of the zip is missing: the file was cut off.',
  prefix: 'There is something in front of the zip.',
  'trailing-data': 'There is something behind the zip.',
  comment: 'The zip carries a comment.',
  'several-disks': 'The zip says that it is one part of several.',
  'zip64-inconsistent': 'The zip gives its large numbers in a form that does not fit them.',
  'too-many-entries': 'The zip holds more files than a bundle may.',
  'directory-too-large': 'The list of files of the zip is longer than a bundle’s may be.',
  'directory-malformed': 'The list of files of the zip is broken.',
  gap: 'The zip holds bytes that belong to none of its files.',
  overlap: 'Two files of the zip share the same bytes.',
  'headers-disagree': 'The zip says two different things about one of its files.',
  encrypted: 'A file in the zip is encrypted.',
  'data-descriptor': 'A file in the zip does not say beforehand how long it is.',
  compressed: 'A file in the zip is compressed; a bundle’s files never are.',
  'unexpected-field': 'The zip sets something that a bundle’s zip leaves alone.',
  'extra-field': 'A file in the zip carries extra data.',
  symlink: 'The zip holds a link instead of a file.',
  'special-file': 'The zip holds something that is not an ordinary file.',
  'directory-entry': 'The zip lists a folder as if it were a file.',
  traversal: 'A file in the zip wants to be put outside its folder.',
  'absolute-path': 'A file in the zip wants to be put at a fixed place on the computer.',
  'drive-letter': 'A file in the zip wants to be put on a drive of its choice.',
  backslash: 'The name of a file in the zip has a backslash.',
  'non-ascii-name': 'The name of a file in the zip has letters beyond the plain ones.',
  'unsafe-name': 'The name of a file in the zip is not safe on every computer.',
  'duplicate-name': 'Two files in the zip have the same name.',
  'duplicate-name-ignoring-case': 'Two files in the zip have names that differ in capitals only.',
  'file-and-folder': 'One name in the zip is a file and a folder at once.',
} as const;

export type ZipRule = keyof typeof zipRules;

/** `format.zip-unsafe` with the rule that was broken and, where there is one, the number of the file in the zip's list, from 0. */
export function zipUnsafe(rule: ZipRule, entry?: number): VaultError {
  return new VaultError('format.zip-unsafe', entry === undefined ? { rule } : { rule, entry });
}

/** The rule that a refused zip broke, or undefined for any other error. */
export function brokenZipRule(thrown: unknown): ZipRule | undefined {
  if (!(thrown instanceof VaultError) || thrown.code !== 'format.zip-unsafe') return undefined;
  const { rule } = thrown.details;
  return typeof rule === 'string' && isZipRule(rule) ? rule : undefined;
}

function isZipRule(text: string): text is ZipRule {
  return Object.hasOwn(zipRules, text);
}
