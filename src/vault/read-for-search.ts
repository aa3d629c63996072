import type { ExaminationProblem } from '../sources/extract/examination.ts';
import { countUnexamined } from './extract-text.ts';
import type { OpenVault } from './vault-context.ts';

/** What was read in an item's bytes for search. */
export interface ReadForSearch {
  /** How many characters of text search looks through. */
  readonly characters: number;
  /** True if the document holds more than that. */
  readonly cut: boolean;
  /** Why words are missing, if they are. The item itself is kept whole whatever this says. */
  readonly problem?: { readonly code: string; readonly message: string };
}

const sentences: Readonly<Record<ExaminationProblem, string>> = {
  encrypted: 'This file has a password, so search cannot look inside. It is kept as it is.',
  malformed: 'Part of this file could not be read, so search may miss some words. It is kept as it is.',
  'too-large': 'This file is too big for search to look inside. It is kept as it is.',
  'unpacks-too-large': 'This file is too big inside for search to read. It is kept as it is.',
  'too-deep': 'This file is built in an odd way, so search cannot look inside. It is kept as it is.',
  'too-slow': 'This file took too long to read, so search cannot look inside. It is kept as it is.',
  'too-much-memory': 'This file needs too much memory for search to look inside. It is kept as it is.',
  'reader-failed': 'Search could not look inside this file. It is kept as it is.',
};

/** What search cannot look into. */
export interface SearchGaps {
  /** Documents that nobody read for search yet. */
  readonly waiting: number;
  /** Documents whose words could not be read, or not to their end, by why. */
  readonly problems: readonly { readonly problem: string; readonly count: number }[];
}

/** What a search may have missed, so that nobody takes silence for absence. */
export function searchGaps(vault: OpenVault): SearchGaps {
  return { waiting: countUnexamined(vault), problems: vault.index.examinations.problems() };
}

/** @param sha256 of the bytes; undefined for an item without any */
export function readForSearch(
  vault: OpenVault,
  sha256: string | undefined,
): { readonly readForSearch?: ReadForSearch } {
  const row = sha256 === undefined ? undefined : vault.index.examinations.find(sha256);
  if (row === undefined) return {};
  const { text, cut, problem: code } = row;
  const problem = code === undefined ? {} : { problem: { code, message: sentenceOf(code) } };
  return { readForSearch: { characters: text.length, cut, ...problem } };
}

/** Later versions may know more problems. */
function sentenceOf(code: string): string {
  const known: Readonly<Record<string, string>> = sentences;
  return Object.hasOwn(known, code) ? (known[code] ?? '') : sentences['reader-failed'];
}
