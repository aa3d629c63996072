import type { DurablePort, FileStatus, FolderEntry, ReadableFile, WritableFile } from './port.ts';

/** A port in front of another one that does nothing but hand on: whoever wants something else at a call says so for that call alone. */
export class PortOver implements DurablePort {
  protected readonly port: DurablePort;

  constructor(port: DurablePort) {
    this.port = port;
  }

  /** A file of the port behind, as it is handed out. @param created true for one that was not there before */
  protected over(_path: string, file: WritableFile, _created: boolean): WritableFile {
    return file;
  }

  async createFile(path: string): Promise<WritableFile> {
    return this.over(path, await this.port.createFile(path), true);
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    const file = await this.port.openFile(path);
    return file === undefined ? undefined : this.over(path, file, false);
  }

  rename(from: string, to: string): Promise<void> {
    return this.port.rename(from, to);
  }

  unlink(path: string): Promise<boolean> {
    return this.port.unlink(path);
  }

  makeFolder(path: string): Promise<boolean> {
    return this.port.makeFolder(path);
  }

  removeFolder(path: string): Promise<boolean> {
    return this.port.removeFolder(path);
  }

  syncFolder(path: string): Promise<void> {
    return this.port.syncFolder(path);
  }

  findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    return this.port.findBytes(path, limit);
  }

  openForReading(path: string): Promise<ReadableFile | undefined> {
    return this.port.openForReading(path);
  }

  findStatus(path: string): Promise<FileStatus | undefined> {
    return this.port.findStatus(path);
  }

  listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    return this.port.listFolder(path);
  }
}

/** A file in front of another one, in the same way. */
export class FileOver implements WritableFile {
  protected readonly file: WritableFile;

  constructor(file: WritableFile) {
    this.file = file;
  }

  size(): Promise<number> {
    return this.file.size();
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.file.read(into, position);
  }

  write(bytes: Uint8Array, position: number): Promise<void> {
    return this.file.write(bytes, position);
  }

  truncate(length: number): Promise<void> {
    return this.file.truncate(length);
  }

  sync(): Promise<void> {
    return this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
