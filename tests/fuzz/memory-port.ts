import { VaultError } from '../../src/base/errors.ts';
import type { DurablePort, WritableFile } from '../../src/store/durable/port.ts';

/** A disk of a few files in memory, since a million inputs are no work for a real one. Folders are not looked at. */
export class MemoryPort implements DurablePort {
  readonly files: Map<string, Uint8Array>;

  constructor(files: Readonly<Record<string, Uint8Array>>) {
    this.files = new Map(Object.entries(files));
  }

  findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    const bytes = this.files.get(path);
    if (bytes !== undefined && bytes.length > limit)
      return Promise.reject(new VaultError('format.malformed', { what: 'too-long' }));
    return Promise.resolve(bytes?.slice());
  }

  openForReading(path: string): Promise<WritableFile | undefined> {
    return this.openFile(path);
  }

  openFile(path: string): Promise<WritableFile | undefined> {
    return Promise.resolve(this.files.has(path) ? this.#open(path) : undefined);
  }

  createFile(path: string): Promise<WritableFile> {
    if (this.files.has(path)) return Promise.reject(new VaultError('storage.failed'));
    this.files.set(path, new Uint8Array());
    return Promise.resolve(this.#open(path));
  }

  unlink(path: string): Promise<boolean> {
    return Promise.resolve(this.files.delete(path));
  }

  rename(from: string, to: string): Promise<void> {
    this.files.set(to, this.files.get(from) ?? new Uint8Array());
    this.files.delete(from);
    return Promise.resolve();
  }

  findStatus(path: string): ReturnType<DurablePort['findStatus']> {
    const bytes = this.files.get(path);
    return Promise.resolve(bytes && { type: 'file', size: bytes.length, modified: 0 });
  }

  listFolder(): ReturnType<DurablePort['listFolder']> {
    return Promise.resolve([...this.files.keys()].map((name) => ({ name, type: 'file' })));
  }

  makeFolder = (): Promise<boolean> => Promise.resolve(false);
  removeFolder = (): Promise<boolean> => Promise.resolve(false);
  syncFolder = (): Promise<void> => Promise.resolve();

  #open(path: string): WritableFile {
    const now = (): Uint8Array => this.files.get(path) ?? new Uint8Array();
    const resize = (length: number): Uint8Array => {
      const longer = new Uint8Array(length);
      longer.set(now().subarray(0, length));
      this.files.set(path, longer);
      return longer;
    };
    return {
      size: () => Promise.resolve(now().length),
      read: (into, position) => {
        const part = now().subarray(position, position + into.length);
        into.set(part);
        return Promise.resolve(part.length);
      },
      write: (bytes, position) => {
        resize(Math.max(now().length, position + bytes.length)).set(bytes, position);
        return Promise.resolve();
      },
      truncate: (length) => {
        resize(length);
        return Promise.resolve();
      },
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }
}
