import { searchFiles } from '../search-files.ts';

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
  return searchFiles(folder, (file, bytes) => {
    const name = file.slice(folder.length).toLowerCase();
    const named = canaries
      .filter((canary) => name.includes(canary))
      .map((canary) => ({ canary, file, form: 'name' }));
    if (bytes === undefined) return named;
    const lower = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
    const held = forms.filter(({ form, bytes: wanted }) =>
      (form.startsWith('base64') ? bytes : lower).includes(wanted),
    );
    return [...named, ...held.map(({ canary, form }) => ({ canary, file, form }))];
  });
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
