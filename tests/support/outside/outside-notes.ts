import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names, to programs that a test starts, the file in which attempts to reach outside are written down. */
export const notesVariable = 'EVIDENCE_VAULT_TEST_OUTSIDE';

/** The file of this process and its threads; a thread may have been given no surroundings at all. */
export function ownNotes(): string {
  const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));
  return join(packageFolder, 'node_modules', '.cache', 'outside', String(process.pid));
}

function notesHere(): string {
  return process.env[notesVariable] ?? ownNotes();
}

/** Writes an attempt down, with where it came from. */
export function noteOutside(what: string, stack: string): void {
  const notes = notesHere();
  mkdirSync(dirname(notes), { recursive: true });
  appendFileSync(notes, `${what}\n${stack}\n\n`);
}

/** The attempts since the last time. */
export function takeOutside(): string[] {
  const notes = notesHere();
  if (!existsSync(notes)) return [];
  const text = readFileSync(notes, 'utf8');
  rmSync(notes);
  return text.split('\n\n').filter((note) => note !== '');
}

/** Throws if something tried to reach outside since the last time. */
export function failOutside(): void {
  const attempts = takeOutside();
  if (attempts.length > 0)
    throw new Error(`a test reached outside this computer, or tried to:\n${attempts.join('\n\n')}`);
}
