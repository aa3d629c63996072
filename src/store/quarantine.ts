import { join } from 'node:path';

import { encodeHex } from '../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { DurablePort, ReadableFile, ReadPort } from './durable/port.ts';
import { makeFolders, stagingPath } from './durable/replace-file.ts';
import { isLostToDisk } from './ledger-files/lost-to-disk.ts';

/** The folder in a vault where damaged files are kept aside (FORMAT.md section 1). */
export const quarantineName = 'quarantine';

const separator = '--';
const step = 1 << 20;
/** What a disk reads or does not read. */
const sector = 4096;
const nameForm =
  /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(\d{3})z--([0-9a-f]{64})--([a-z0-9.-]+(?:--[a-z0-9.-]+)*)$/;

/** A damaged file that was kept aside before a good one took its place. */
export interface QuarantinedFile {
  /** Its name in quarantine/. */
  readonly name: string;
  /** When it was set aside, ISO 8601. */
  readonly at: string;
  /** Of the bytes that are kept. */
  readonly sha256: string;
  /** Where it was inside the vault, with forward slashes. */
  readonly file: string;
  readonly size: number;
}

/**
 * Keeps a copy of a damaged file in quarantine/, durable when it returns; the file itself stays where it is, so that a stop at any step leaves no less than
 * there was. What the disk cannot read any more is zeros in the copy. The same bytes of the same file are kept once.
 *
 * @param file inside the vault, with forward slashes and in lower case
 * @returns undefined if there is no such file
 * Throws `storage.*`, `internal.cancelled`.
 */
export async function setAside(
  port: DurablePort,
  dir: string,
  file: string,
  at: Date,
  signal?: AbortSignal,
): Promise<QuarantinedFile | undefined> {
  const source = await port.openForReading(join(dir, file));
  if (source === undefined) return undefined;
  try {
    const size = await source.size();
    const hash = nodeHashes.createSha256();
    for await (const bytes of allBytes(source, size, signal)) hash.update(bytes);
    const sha256 = encodeHex(hash.digest());
    const known = (await listQuarantine(port, dir)).find(
      (kept) => kept.sha256 === sha256 && kept.file === file && kept.size === size,
    );
    if (known !== undefined) return known;
    const name = nameOf(at, sha256, file);
    await keep(port, dir, name, allBytes(source, size, signal));
    return { name, at: at.toISOString(), sha256, file, size };
  } finally {
    await source.close();
  }
}

/** What lies in quarantine/, the oldest first. Throws `storage.*`. */
export async function listQuarantine(port: ReadPort, dir: string): Promise<QuarantinedFile[]> {
  const folder = join(dir, quarantineName);
  const found: QuarantinedFile[] = [];
  for (const { name, type } of (await port.listFolder(folder)) ?? []) {
    const parsed = type === 'file' ? parseName(name) : undefined;
    const size = parsed === undefined ? undefined : (await port.findStatus(join(folder, name)))?.size;
    if (parsed !== undefined && size !== undefined) found.push({ ...parsed, size });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Takes everything out of quarantine/ for good, what a stopped `setAside` left there too; files of other names stay.
 * @param chosen which files; all of them if left out
 * @returns how many files went. Throws `storage.*`.
 */
export async function emptyQuarantine(
  port: DurablePort,
  dir: string,
  chosen: (file: QuarantinedFile) => boolean = () => true,
): Promise<number> {
  const folder = join(dir, quarantineName);
  let removed = 0;
  for (const file of await listQuarantine(port, dir))
    if (chosen(file) && (await port.unlink(join(folder, file.name)))) removed += 1;
  for (const { name, type } of (await port.listFolder(folder)) ?? [])
    if (type === 'file' && isStaging(name)) await port.unlink(join(folder, name));
  if (removed > 0) await port.syncFolder(folder);
  return removed;
}

/** True for a name that a file in quarantine/ may have. */
export function isQuarantineName(name: string): boolean {
  return parseName(name) !== undefined || isStaging(name);
}

async function keep(
  port: DurablePort,
  dir: string,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const folder = join(dir, quarantineName);
  await makeFolders(port, folder);
  const path = join(folder, name);
  const staging = stagingPath(path);
  await port.unlink(staging);
  const copy = await port.createFile(staging);
  try {
    let position = 0;
    for await (const each of bytes) {
      await copy.write(each, position);
      position += each.length;
    }
    await copy.sync();
  } finally {
    await copy.close();
  }
  await port.rename(staging, path);
  await port.syncFolder(folder);
}

async function* allBytes(
  file: ReadableFile,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += step) {
    throwIfCancelled(signal);
    const bytes = new Uint8Array(Math.min(step, size - at));
    await readWhatThereIs(file, bytes, at);
    yield bytes;
  }
}

/** Fills `into` with what the disk still reads, and zeros for the rest. Throws `storage.*` for what is no decay. */
async function readWhatThereIs(file: ReadableFile, into: Uint8Array, position: number): Promise<void> {
  try {
    await file.read(into, position);
  } catch (error) {
    if (!isLostToDisk(error)) throw error;
    if (into.length <= sector) {
      into.fill(0);
      return;
    }
    for (let at = 0; at < into.length; at += sector)
      await readWhatThereIs(file, into.subarray(at, at + sector), position + at);
  }
}

function nameOf(at: Date, sha256: string, file: string): string {
  const time = at.toISOString().replace(/[-:.]/gu, '').toLowerCase();
  const name = [time, sha256, ...file.split('/')].join(separator);
  if (parseName(name)?.file !== file) throw new VaultError('internal.bug', { what: 'quarantine-name' });
  return name;
}

function parseName(name: string): Omit<QuarantinedFile, 'size'> | undefined {
  const [, year, month, day, hour, minute, second, thousandth, sha256, file] = nameForm.exec(name) ?? [];
  if (sha256 === undefined || file === undefined || isStaging(name)) return undefined;
  const at = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${thousandth ?? ''}Z`;
  return { name, at, sha256, file: file.split(separator).join('/') };
}

function isStaging(name: string): boolean {
  return name.endsWith(stagingPath(''));
}
