import { dirname, join } from 'node:path';

import { utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { DurablePort } from '../../store/durable/port.ts';
import { makeFolders, writeNewFile } from '../../store/durable/replace-file.ts';
import { unfinishedFileName, wayOutFileName } from './layout.ts';

const unfinishedText = `This folder is not finished: Evidence Vault was still writing it, or was stopped while it did.
Please make it again with export-all. This one can be deleted.
`;

/**
 * A folder of plain files that is there as a whole or not at all: it is written beside its place under another name, and gets its name once every
 * file and name in it is durable.
 */
export class PlainFolder {
  readonly #port: DurablePort;
  readonly #out: string;
  readonly #folder: string;
  readonly #folders: Set<string>;

  private constructor(port: DurablePort, out: string) {
    this.#port = port;
    this.#out = out;
    this.#folder = `${out}.unfinished`;
    this.#folders = new Set([this.#folder]);
  }

  /**
   * Begins a folder. What an attempt before left half-written is taken away.
   * @param out absolute path; there must be nothing, or an empty folder
   * Throws `input.exists`, `input.path-missing` if the folder above is not there, `storage.*`.
   */
  static async begin(port: DurablePort, out: string): Promise<PlainFolder> {
    const there = await port.findStatus(out);
    if (there !== undefined && (there.type !== 'folder' || ((await port.listFolder(out)) ?? []).length > 0))
      throw new VaultError('input.exists', { what: 'folder-not-empty' });
    if ((await port.findStatus(dirname(out)))?.type !== 'folder') throw new VaultError('input.path-missing');
    const made = new PlainFolder(port, out);
    const left = await port.listFolder(made.#folder);
    if (left !== undefined) {
      if (left.length > 0 && !left.some(({ name }) => isOwn(name)))
        throw new VaultError('input.exists', { what: 'unfinished' });
      await removeBelow(port, made.#folder);
    }
    await makeFolders(port, made.#folder);
    await writeNewFile(port, join(made.#folder, unfinishedFileName), utf8(unfinishedText));
    return made;
  }

  /**
   * Writes a file and syncs it. Where `bytes` throw, no file is left.
   * @param name inside the folder, with forward slashes
   */
  async write(name: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const path = join(this.#folder, ...name.split('/'));
    await this.#makeFolder(dirname(path));
    const file = await this.#port.createFile(path);
    let position = 0;
    try {
      for await (const piece of bytes) {
        await file.write(piece, position);
        position += piece.length;
      }
      await file.sync();
    } catch (error) {
      await file.close();
      await this.#port.unlink(path);
      throw error;
    }
    await file.close();
  }

  /** Makes everything durable and gives the folder its name. Throws `storage.*`. */
  async finish(): Promise<void> {
    for (const folder of this.#folders) await this.#port.syncFolder(folder);
    await this.#port.unlink(join(this.#folder, unfinishedFileName));
    await this.#port.syncFolder(this.#folder);
    await this.#port.removeFolder(this.#out);
    await this.#port.rename(this.#folder, this.#out);
    await this.#port.syncFolder(dirname(this.#out));
  }

  /** Takes everything away again. */
  async giveUp(): Promise<void> {
    await removeBelow(this.#port, this.#folder);
  }

  async #makeFolder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    await this.#makeFolder(dirname(path));
    await this.#port.makeFolder(path);
    this.#folders.add(path);
  }
}

/** Tells what an attempt before left: the marker comes first, and goes only when all else is there. */
function isOwn(name: string): boolean {
  return name.startsWith(unfinishedFileName) || name === wayOutFileName;
}

async function removeBelow(port: DurablePort, folder: string): Promise<void> {
  for (const { name, type } of (await port.listFolder(folder)) ?? []) {
    const path = join(folder, name);
    // The marker goes last, so that what is left of a removal that is cut short is known for what it is.
    if (name === unfinishedFileName) continue;
    if (type === 'folder') await removeBelow(port, path);
    else await port.unlink(path);
  }
  await port.unlink(join(folder, unfinishedFileName));
  await port.removeFolder(folder);
}
