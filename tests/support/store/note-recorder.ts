import type { DurablePort, WritableFile } from '../../../src/store/durable/port.ts';
import { FileOver, PortOver } from '../../../src/store/durable/port-over.ts';

/** Remembers every signed checkpoint that came to stand on the disk: two of one size with two roots would be a fork. */
export class NoteRecorder {
  readonly #roots = new Map<string, string>();
  readonly forks: string[] = [];

  /** The same port, watched. */
  watch(port: DurablePort): DurablePort {
    return new WatchedPort(port, (bytes) => {
      this.#note(bytes);
    });
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

type Wrote = (bytes: Uint8Array) => void;

class WatchedPort extends PortOver {
  readonly #wrote: Wrote;

  constructor(port: DurablePort, wrote: Wrote) {
    super(port);
    this.#wrote = wrote;
  }

  protected override over(_path: string, file: WritableFile): WritableFile {
    return new WatchedFile(file, this.#wrote);
  }
}

class WatchedFile extends FileOver {
  readonly #wrote: Wrote;

  constructor(file: WritableFile, wrote: Wrote) {
    super(file);
    this.#wrote = wrote;
  }

  override async write(bytes: Uint8Array, position: number): Promise<void> {
    await super.write(bytes, position);
    this.#wrote(bytes);
  }
}
