import type { DurablePort, WritableFile } from '../../../src/store/durable/port.ts';

/** Remembers every signed checkpoint that came to stand on the disk: two of one size with two roots would be a fork. */
export class NoteRecorder {
  readonly #roots = new Map<string, string>();
  readonly forks: string[] = [];

  /** The same port, watched. */
  watch(port: DurablePort): DurablePort {
    const watched = (file: WritableFile): WritableFile => ({
      size: () => file.size(),
      read: (into, position) => file.read(into, position),
      write: async (bytes, position) => {
        await file.write(bytes, position);
        this.#note(bytes);
      },
      truncate: (length) => file.truncate(length),
      sync: () => file.sync(),
      close: () => file.close(),
    });
    return {
      createFile: async (path) => watched(await port.createFile(path)),
      openFile: async (path) => {
        const file = await port.openFile(path);
        return file === undefined ? undefined : watched(file);
      },
      rename: (from, to) => port.rename(from, to),
      unlink: (path) => port.unlink(path),
      makeFolder: (path) => port.makeFolder(path),
      removeFolder: (path) => port.removeFolder(path),
      syncFolder: (path) => port.syncFolder(path),
      findBytes: (path, limit) => port.findBytes(path, limit),
      openForReading: (path) => port.openForReading(path),
      findStatus: (path) => port.findStatus(path),
      listFolder: (path) => port.listFolder(path),
    };
  }

  #note(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    for (const [, log, size, root] of text.matchAll(
      /evidence-vault\/log\/([0-9a-f]{32})\n(\d+)\n([A-Za-z0-9+/=]+)\n\n\xe2\x80\x94 [^\n]+\n/g,
    )) {
      const key = `${log} ${size}`;
      const known = this.#roots.get(key);
      if (known === undefined) this.#roots.set(key, root ?? '');
      else if (known !== root) this.forks.push(key);
    }
  }
}
