import { relative, sep } from 'node:path';

import type { DurablePort, ReadableFile, WritableFile } from '../../../src/store/durable/port.ts';

/**
 * Sends what is about the stick to the stick's disk, and all else to the computer's. Calls are made one at a time, in the order in which they come:
 * so the same schedule has the same steps again, although copies are written in many lanes.
 */
export class RoutedPort implements DurablePort {
  readonly #computer: DurablePort;
  readonly #stick: DurablePort;
  readonly #stickDir: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(computer: DurablePort, stick: DurablePort, stickDir: string) {
    this.#computer = computer;
    this.#stick = stick;
    this.#stickDir = stickDir;
  }

  async createFile(path: string): Promise<WritableFile> {
    return this.#wrap(await this.#inTurn(() => this.#to(path).createFile(path)));
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    const file = await this.#inTurn(() => this.#to(path).openFile(path));
    return file === undefined ? undefined : this.#wrap(file);
  }

  async openForReading(path: string): Promise<ReadableFile | undefined> {
    const file = await this.#inTurn(() => this.#to(path).openForReading(path));
    return file === undefined ? undefined : this.#wrapReading(file);
  }

  rename(from: string, to: string): Promise<void> {
    return this.#inTurn(() => this.#to(to).rename(from, to));
  }

  unlink(path: string): Promise<boolean> {
    return this.#inTurn(() => this.#to(path).unlink(path));
  }

  makeFolder(path: string): Promise<boolean> {
    return this.#inTurn(() => this.#to(path).makeFolder(path));
  }

  removeFolder(path: string): Promise<boolean> {
    return this.#inTurn(() => this.#to(path).removeFolder(path));
  }

  syncFolder(path: string): Promise<void> {
    return this.#inTurn(() => this.#to(path).syncFolder(path));
  }

  findBytes(path: string, limit: number): ReturnType<DurablePort['findBytes']> {
    return this.#inTurn(() => this.#to(path).findBytes(path, limit));
  }

  findStatus(path: string): ReturnType<DurablePort['findStatus']> {
    return this.#inTurn(() => this.#to(path).findStatus(path));
  }

  listFolder(path: string): ReturnType<DurablePort['listFolder']> {
    return this.#inTurn(() => this.#to(path).listFolder(path));
  }

  #to(path: string): DurablePort {
    return relative(this.#stickDir, path).split(sep)[0] === '..' ? this.#computer : this.#stick;
  }

  #wrap(file: WritableFile): WritableFile {
    return {
      ...this.#wrapReading(file),
      write: (bytes, position) => this.#inTurn(() => file.write(bytes, position)),
      truncate: (length) => this.#inTurn(() => file.truncate(length)),
      sync: () => this.#inTurn(() => file.sync()),
    };
  }

  #wrapReading(file: ReadableFile): ReadableFile {
    return {
      size: () => this.#inTurn(() => file.size()),
      read: (into, position) => this.#inTurn(() => file.read(into, position)),
      close: () => this.#inTurn(() => file.close()),
    };
  }

  /** By `await` alone, so that whoever asks who called is told. */
  async #inTurn<Result>(call: () => Promise<Result>): Promise<Result> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#turn = promise;
    await before;
    try {
      return await call();
    } finally {
      resolve(undefined);
    }
  }
}
