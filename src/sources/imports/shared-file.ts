import { VaultError } from '../../base/errors.ts';
import type { DiskPlace } from '../disk/disk-place.ts';
import type { Disk, OpenFile } from '../disk/disk.ts';
import { orFailure } from '../disk/file-content.ts';
import { areAlike, type Look } from '../disk/look.ts';

/** One file that many read from at once: open as long as somebody reads, closed when nobody does. */
export class SharedFile {
  readonly #disk: Disk;
  readonly #place: DiskPlace;
  readonly #look: Look;
  #open: Promise<OpenFile> | undefined;
  #users = 0;

  constructor(disk: Disk, place: DiskPlace, look: Look) {
    this.#disk = disk;
    this.#place = place;
    this.#look = look;
  }

  /** Bytes of the file, as it was looked at. */
  get size(): number {
    return this.#look.size;
  }

  /**
   * The file, open until `release`. Throws `input.changed-while-reading` if it is not the one that was looked at, `input.*` for
   * what the disk refuses; then there is nothing to release.
   */
  async acquire(): Promise<OpenFile> {
    this.#users += 1;
    this.#open ??= this.#openNow();
    try {
      return await this.#open;
    } catch (thrown) {
      this.#users -= 1;
      this.#open = undefined;
      throw thrown;
    }
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const open = this.#open;
    this.#open = undefined;
    await (await open)?.close();
  }

  async use<Result>(work: (file: OpenFile) => Promise<Result>): Promise<Result> {
    const file = await this.acquire();
    try {
      return await work(file);
    } finally {
      await this.release();
    }
  }

  async #openNow(): Promise<OpenFile> {
    const file = await orFailure(this.#disk.open(this.#place));
    try {
      if (areAlike(await orFailure(file.look()), this.#look)) return file;
      throw new VaultError('input.changed-while-reading');
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }
}
