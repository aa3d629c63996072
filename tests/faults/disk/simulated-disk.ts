import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import type {
  DurablePort,
  FileStatus,
  FolderEntry,
  ReadableFile,
  WritableFile,
} from '../../../src/store/durable/port.ts';
import { Random } from '../random.ts';
import { FileNode, FolderNode, type Naming, type Node } from './nodes.ts';
import type { PowerFailure } from './survival.ts';

type Keeps = (changes: readonly Naming[]) => number;

/** See `PowerFailure.gaps`. */
const gapNames: ReadonlySet<string> = new Set(['vault.json', 'vault-copy.json']);

/**
 * A disk that forgets. It stands in front of real files that never wait for a disk, and remembers for every file and folder below `root` what
 * the real disk would have been told to keep. `fail` makes the files what a power failure would have left of them.
 *
 * It is stricter than any one file system: a file's bytes and its name are kept by themselves, a rename's two names too, and of several
 * writes any may be there and any not, by sectors. Files that go another way (lock, index) are left as they are.
 */
export class SimulatedDisk implements DurablePort {
  readonly #real: DurablePort;
  readonly #root: string;
  readonly #top = new FolderNode();
  #order = 0;

  constructor(real: DurablePort, root: string) {
    this.#real = real;
    this.#root = resolve(root);
  }

  async createFile(path: string): Promise<WritableFile> {
    const file = await this.#real.createFile(path);
    const node = new FileNode(new Uint8Array());
    this.#name(path, node);
    return this.#watched(file, node);
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    const file = await this.#real.openFile(path);
    if (file === undefined) return undefined;
    const node = this.#find(path);
    return node instanceof FileNode ? this.#watched(file, node) : file;
  }

  async rename(from: string, to: string): Promise<void> {
    const node = this.#find(from);
    // What it replaces may have to come back.
    const replaced = this.#find(to);
    await this.#real.rename(from, to);
    if (replaced !== undefined && gapNames.has(basename(to))) this.#name(to, undefined, true);
    this.#name(to, node);
    this.#name(from, undefined);
  }

  async unlink(path: string): Promise<boolean> {
    this.#find(path);
    const done = await this.#real.unlink(path);
    if (done) this.#name(path, undefined);
    return done;
  }

  async makeFolder(path: string): Promise<boolean> {
    const made = await this.#real.makeFolder(path);
    if (made) this.#name(path, new FolderNode());
    return made;
  }

  async removeFolder(path: string): Promise<boolean> {
    this.#find(path);
    const done = await this.#real.removeFolder(path);
    if (done) this.#name(path, undefined);
    return done;
  }

  async syncFolder(path: string): Promise<void> {
    await this.#real.syncFolder(path);
    const node = this.#find(path);
    if (node instanceof FolderNode) node.synced();
  }

  findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    return this.#real.findBytes(path, limit);
  }

  openForReading(path: string): Promise<ReadableFile | undefined> {
    return this.#real.openForReading(path);
  }

  findStatus(path: string): Promise<FileStatus | undefined> {
    return this.#real.findStatus(path);
  }

  listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    return this.#real.listFolder(path);
  }

  /** A sync of this file failed, and nobody knows what of it is on the disk. */
  syncFailed(path: string): void {
    const node = this.#find(path);
    if (node instanceof FileNode) node.syncFailed();
  }

  /** The power fails. The disk is not to be used afterwards. */
  fail({ names, bytes, gaps, seed }: PowerFailure): void {
    const random = new Random(seed);
    const until = random.whole(0, this.#order);
    const images = new Map<FileNode, Uint8Array>();
    const imageOf = (node: FileNode): Uint8Array => {
      const image = images.get(node) ?? node.left(bytes, random);
      images.set(node, image);
      return image;
    };
    const keeps: Keeps = (all) => {
      const changes = gaps ? all : all.filter(({ gap }) => !gap);
      const count = countOf(changes);
      const last = changes[count - 1];
      return last === undefined ? 0 : all.indexOf(last) + 1;
    };
    const countOf = (changes: readonly Naming[]): number => {
      if (names === 'all') return changes.length;
      if (names === 'none') return 0;
      if (names === 'journal') return changes.filter(({ order }) => order <= until).length;
      return random.whole(0, changes.length);
    };
    this.#realize(this.#root, this.#top, keeps, imageOf);
  }

  #realize(path: string, folder: FolderNode, keeps: Keeps, imageOf: (node: FileNode) => Uint8Array): void {
    const uncertain = new Set(folder.uncertain);
    for (const name of folder.known) {
      const at = join(path, name);
      const now = folder.now(name);
      const left = uncertain.has(name) ? folder.left(name, keeps) : now;
      if (left === 'unknown') continue;
      if (left !== now) rmSync(at, { recursive: true, force: true });
      if (left instanceof FolderNode) {
        mkdirSync(at, { recursive: true });
        this.#realize(at, left, keeps, imageOf);
      } else if (left !== undefined && (left !== now || left.changed)) writeFileSync(at, imageOf(left));
    }
  }

  #watched(file: WritableFile, node: FileNode): WritableFile {
    return {
      size: () => file.size(),
      read: (into, position) => file.read(into, position),
      write: async (bytes, position) => {
        await file.write(bytes, position);
        node.changing({ position, bytes: bytes.slice() });
      },
      truncate: async (length) => {
        await file.truncate(length);
        node.changing({ position: length, bytes: undefined });
      },
      sync: async () => {
        await file.sync();
        node.synced();
      },
      close: () => file.close(),
    };
  }

  #name(path: string, node: Node | undefined, gap = false): void {
    this.#order += 1;
    this.#folderOf(path)?.name(basename(path), { order: this.#order, node, gap });
  }

  /** What is under a path; undefined for nothing, and for what lies outside. */
  #find(path: string): Node | undefined {
    const at = resolve(path);
    if (at === this.#root) return this.#top;
    const folder = this.#folderOf(at);
    if (folder === undefined) return undefined;
    const known = folder.now(basename(at));
    if (known !== 'unknown') return known;
    const found = lookAt(at);
    folder.found(basename(at), found);
    return found;
  }

  #folderOf(path: string): FolderNode | undefined {
    const parent = dirname(resolve(path));
    if (parent !== this.#root && relative(this.#root, parent).split(sep)[0] === '..') return undefined;
    const node = this.#find(parent);
    return node instanceof FolderNode ? node : undefined;
  }
}

function lookAt(path: string): Node | undefined {
  if (!existsSync(path)) return undefined;
  return lstatSync(path).isDirectory() ? new FolderNode() : FileNode.existing(path);
}
