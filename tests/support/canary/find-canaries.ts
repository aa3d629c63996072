import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a word stands that must not be there. */
export interface Sighting {
  readonly canary: string;
  readonly file: string;
  readonly form: string;
}

/**
 * Looks for words in every file below a folder and in its files' names: as UTF-8, in both byte orders of UTF-16, in hexadecimal and in base64 at each
 * of its three alignments, whatever their case where that has a meaning.
 * @param canaries lower-case ASCII letters and digits, long enough to stand nowhere by chance
 */
export async function findCanaries(folder: string, canaries: readonly string[]): Promise<Sighting[]> {
  const forms = canaries.flatMap((canary) =>
    formsOf(canary).map(([form, bytes]) => ({ canary, form, bytes })),
  );
  const found: Sighting[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    for (const canary of canaries)
      if (file.slice(folder.length).toLowerCase().includes(canary))
        found.push({ canary, file, form: 'name' });
    if (!entry.isFile()) continue;
    const bytes = await bytesOf(file);
    if (bytes === undefined) continue;
    const lower = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
    for (const { canary, form, bytes: wanted } of forms)
      if ((form.startsWith('base64') ? bytes : lower).includes(wanted)) found.push({ canary, file, form });
  }
  return found;
}

/** A file that went away between its listing and its reading, as those that a browser writes for a moment do, leaves nothing on the disk. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function formsOf(canary: string): (readonly [string, Buffer])[] {
  const utf16 = Buffer.from(canary, 'utf16le');
  return [
    ['utf-8', Buffer.from(canary)],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(Buffer.from(canary).toString('hex'))],
    ...[0, 1, 2].map((shift) => [`base64+${String(shift)}`, base64At(canary, shift)] as const),
  ];
}

/** The characters of base64 that depend on nothing but the word, when `shift` bytes stand before it in its group of three. */
function base64At(canary: string, shift: number): Buffer {
  const text = Buffer.from(`${'x'.repeat(shift)}${canary}`)
    .toString('base64')
    .replaceAll('=', '');
  return Buffer.from(text.slice(shift === 0 ? 0 : shift + 1, -2));
}
