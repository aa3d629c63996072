import { encodeBase64 } from '../../base/bytes.ts';

/**
 * Where something lies on this computer, in bytes: a Linux name need not be UTF-8 and a Windows name may hold a lone surrogate
 * (Node hands those over as WTF-8), so text alone could neither name nor open every file.
 */
export interface DiskPlace {
  /** What the system is asked for, absolute. */
  readonly system: Buffer;
  /** The last part, as the system gave it. */
  readonly name: Buffer;
  /** Where in `system` the part begins that is told as the item's path. */
  readonly pathStart: number;
  /**
   * The source's own name for it. Folders are separated by `/`; every part is its UTF-8 text with `%` as `%25`, or, where the bytes
   * are no UTF-8, all bytes over 0x7f as `%XX`. So two places never share a key, and every key is well-formed text.
   */
  readonly key: string;
}

const isWindows = process.platform === 'win32';
const separator = isWindows ? '\\' : '/';
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of a name as text; `exact` is false where U+FFFD stands for what is no UTF-8. */
export interface NameText {
  readonly text: string;
  readonly exact: boolean;
}

export function textOfName(bytes: Uint8Array): NameText {
  try {
    return { text: strictUtf8.decode(bytes), exact: true };
  } catch {
    return { text: lenientUtf8.decode(bytes), exact: false };
  }
}

/** The properties of a record that hold a name: its text, and its true bytes in base64 where the text is not exact. */
export function statedName(bytes: Uint8Array): { name: string; nameBytes?: string } {
  const { text, exact } = textOfName(bytes);
  return exact ? { name: text } : { name: text, nameBytes: encodeBase64(bytes) };
}

/** The properties of a record that hold a path, as with a name. */
export function statedPath(bytes: Uint8Array): { path: string; pathBytes?: string } {
  const { text, exact } = textOfName(bytes);
  return exact ? { path: text } : { path: text, pathBytes: encodeBase64(bytes) };
}

/** One part of a key; see `DiskPlace.key`. */
export function keyOfName(bytes: Uint8Array): string {
  const { text, exact } = textOfName(bytes);
  if (exact) return text.replaceAll('%', '%25');
  let key = '';
  for (const byte of bytes) {
    const plain = byte < 0x80 && byte !== 0x25;
    key += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return key;
}

/**
 * A place that the learner named, by its real path. Its key and its path are the whole real path, with `/` between the parts on
 * every system, so the same file is the same item however it was reached.
 */
export function placeOfRealPath(real: Buffer): DiskPlace {
  const long = isWindows ? withLongPathPrefix(real) : { system: real, pathStart: 0 };
  const path = long.system.subarray(long.pathStart);
  const key = keyOfName(path);
  return { ...long, name: lastPart(path), key: isWindows ? key.replaceAll('\\', '/') : key };
}

/** A folder whose contents get keys and paths relative to it. */
export function placeOfFolderRoot(real: Buffer): DiskPlace {
  const whole = placeOfRealPath(real);
  return {
    ...whole,
    key: '',
    pathStart: whole.system.length + (endsWithSeparator(whole.system) ? 0 : 1),
  };
}

/** What lies in a folder under a name that the system listed. */
export function placeWithin(folder: DiskPlace, name: Buffer): DiskPlace {
  const between = endsWithSeparator(folder.system) ? '' : separator;
  const keyBetween = folder.key === '' || folder.key.endsWith('/') ? '' : '/';
  return {
    system: Buffer.concat([folder.system, Buffer.from(between), name]),
    name,
    pathStart: folder.pathStart,
    key: `${folder.key}${keyBetween}${keyOfName(name)}`,
  };
}

/** The part of a place that is told as its path. */
export function pathOfPlace(place: DiskPlace): Buffer {
  return place.system.subarray(place.pathStart);
}

/** Key of a folder: with `/` at its end, so that a file that takes the folder's name later is another item. */
export function keyOfFolder(place: DiskPlace): string {
  return place.key.endsWith('/') ? place.key : `${place.key}/`;
}

function endsWithSeparator(path: Buffer): boolean {
  return path.at(-1) === separator.charCodeAt(0);
}

function lastPart(path: Buffer): Buffer {
  const trimmed = endsWithSeparator(path) && path.length > 1 ? path.subarray(0, -1) : path;
  const from = trimmed.lastIndexOf(separator);
  return from < 0 || trimmed.length === 1 ? trimmed : trimmed.subarray(from + 1);
}

/** Windows opens names of more than 260 characters, or ending in a dot or blank, only below `\\?\`. */
function withLongPathPrefix(real: Buffer): { system: Buffer; pathStart: number } {
  const plain = '\\\\?\\';
  const text = real.toString('latin1');
  if (text.startsWith(plain)) return { system: real, pathStart: plain.length };
  if (text.startsWith('\\\\')) {
    const unc = '\\\\?\\UNC\\';
    return { system: Buffer.concat([Buffer.from(unc), real.subarray(2)]), pathStart: unc.length };
  }
  return { system: Buffer.concat([Buffer.from(plain), real]), pathStart: plain.length };
}
