/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** What no file name may hold on one system or another, and marks that are not seen. */
const unsafe = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * A name that every system takes, as near as can be to the one that a person knows: NFC, at most `longest` UTF-16 units, its extension kept,
 * nothing at its ends that Windows drops. Not unique by itself.
 */
export function plainName(name: string, fallback: string, longest = 60): string {
  const clean = name.normalize('NFC').replace(unsafe, '_').replace(/\s+/gu, ' ');
  const [extension = ''] = /(?<=[^.])\.[\p{L}\p{N}]{1,10}$/u.exec(clean) ?? [];
  const stem = clean.slice(0, clean.length - extension.length);
  const short = trimEnds(cut(trimEnds(stem), longest - extension.length));
  const whole = short === '' ? `${fallback}${extension}` : `${short}${extension}`;
  return deviceName.test(whole) ? `_${whole}` : whole;
}

function trimEnds(text: string): string {
  return text.replace(/^[\s.]+|[\s.]+$/gu, '');
}

/** Never between the halves of a character. */
function cut(text: string, longest: number): string {
  const end = text.slice(0, longest);
  return /[\ud800-\udbff]$/.test(end) ? end.slice(0, -1) : end;
}

/** Hands out names within folders so that no two differ in case or form alone: file systems of Windows and macOS take those for one. */
export class PlainNames {
  readonly #taken = new Set<string>();

  /** `folder/name`, or `folder/name (2)` and so on. @param folder with its names taken from here too; empty for the top */
  take(folder: string, name: string): string {
    const [extension = ''] = /(?<=[^.])\.[\p{L}\p{N}]{1,10}$/u.exec(name) ?? [];
    const stem = name.slice(0, name.length - extension.length);
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${stem} (${String(number)})${extension}`;
      const path = folder === '' ? candidate : `${folder}/${candidate}`;
      const key = path.normalize('NFKC').toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return path;
    }
  }
}
