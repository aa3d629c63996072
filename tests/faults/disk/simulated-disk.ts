import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import type { DurablePort, WritableFile } from '../../../src/store/durable/port.ts';
import { FileOver, PortOver } from '../../../src/store/durable/port-over.ts';
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
export class SimulatedDisk extends PortOver {
  readonly #root: string;
  readonly #top = new FolderNode();
  #order = 0;

  constructor(real: DurablePort, root: string) {
    super(real);
    this.#root = resolve(root);
  }

  protected override over(path: string, file: WritableFile, created: boolean): WritableFile {
    if (created) this.#name(path, new FileNode(new Uint8Array()));
    const node = this.#find(path);
    return node instanceof FileNode ? new RememberedFile(file, node) : file;
  }

  override async rename(from: string, to: string): Promise<void> {
    const node = this.#find(from);
    // What it replaces may have to come back.
    const replaced = this.#find(to);
    await super.rename(from, to);
    if (replaced !== undefined && gapNames.has(basename(to))) this.#name(to, undefined, true);
    this.#name(to, node);
    this.#name(from, undefined);
  }

  override async unlink(path: string): Promise<boolean> {
    this.#find(path);
    const done = await super.unlink(path);
    if (done) this.#name(path, undefined);
    return done;
  }

  override async makeFolder(path: string): Promise<boolean> {
    const made = await super.makeFolder(path);
    if (made) this.#name(path, new FolderNode());
    return made;
  }

  override async removeFolder(path: string): Promise<boolean> {
    this.#find(path);
    const done = await super.removeFolder(path);
    if (done) this.#name(path, undefined);
    return done;
  }

  override async syncFolder(path: string): Promise<void> {
    await super.syncFolder(path);
    const node = this.#find(path);
    if (node instanceof FolderNode) node.synced();
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
    // Two names may be in their gap at once, which by chance they seldom are.
    const inGap = gaps && random.chance(0.5);
    const images = new Map<FileNode, Uint8Array>();
    const imageOf = (node: FileNode): Uint8Array => {
      const image = images.get(node) ?? node.left(bytes, random);
      images.set(node, image);
      return image;
    };
    const keeps: Keeps = (all) => {
      const lastGap = inGap ? all.findLastIndex(({ gap }) => gap) : -1;
      if (lastGap !== -1) return lastGap + 1;
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

/** Tells its node of every change, and of every sync that succeeded. */
class RememberedFile extends FileOver {
  readonly #node: FileNode;

  constructor(file: WritableFile, node: FileNode) {
    super(file);
    this.#node = node;
  }

  override async write(bytes: Uint8Array, position: number): Promise<void> {
    await super.write(bytes, position);
    // A Buffer's own slice would go on with the caller's memory.
    this.#node.changing({ position, bytes: new Uint8Array(bytes) });
  }

  override async truncate(length: number): Promise<void> {
    await super.truncate(length);
    this.#node.changing({ position: length, bytes: undefined });
  }

  override async sync(): Promise<void> {
    await super.sync();
    this.#node.synced();
  }
}
