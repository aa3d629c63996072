import type { ZipRule } from './zip-rules.ts';

/** Longest name of a member in bytes: with a folder in front it stays within what Windows takes without asking. */
const maxNameLength = 200;

/** Names that Windows keeps for devices, with or without an extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)/i;
const unsafeCharacter = /[<>:"|?*]/;

/** The rule that one member's name breaks, or undefined. Each character of `name` stands for one byte of the header. */
export function findNameProblem(name: string): ZipRule | undefined {
  if (name.length > maxNameLength) return 'unsafe-name';
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code > 0x7e) return 'non-ascii-name';
    if (code < 0x20) return 'unsafe-name';
  }
  if (name.includes('\\')) return 'backslash';
  if (name.startsWith('/')) return 'absolute-path';
  if (/^[A-Za-z]:/.test(name)) return 'drive-letter';
  if (name.endsWith('/')) return 'directory-entry';
  for (const part of name.split('/')) {
    if (part === '.' || part === '..') return 'traversal';
    if (part === '' || part.endsWith('.') || part.endsWith(' ') || part.startsWith(' ')) return 'unsafe-name';
    if (reserved.test(part) || unsafeCharacter.test(part)) return 'unsafe-name';
  }
  return undefined;
}

/** The rule that names break together, or undefined. The names are ASCII, so Unicode has no second spelling of them. */
export function findNameSetProblem(names: readonly string[]): ZipRule | undefined {
  const exact = new Set<string>();
  const folded = new Set<string>();
  const folders = new Set<string>();
  for (const name of names) {
    if (exact.has(name)) return 'duplicate-name';
    const lower = name.toLowerCase();
    if (folded.has(lower)) return 'duplicate-name-ignoring-case';
    exact.add(name);
    folded.add(lower);
    for (let at = lower.indexOf('/'); at !== -1; at = lower.indexOf('/', at + 1))
      folders.add(lower.slice(0, at));
  }
  for (const name of folded) if (folders.has(name)) return 'file-and-folder';
  return undefined;
}
