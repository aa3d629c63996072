import { readFileSync } from 'node:fs';

import type { Random } from '../random.ts';
import { applied, survivingBytes, type BytesLeft, type Write } from './survival.ts';

/** A file, whatever its name: bytes that are certain, and changes that the disk has not been told to keep. */
export class FileNode {
  readonly type = 'file';
  #certain: Uint8Array;
  #changes: Write[] = [];
  /** Changes were lost on their way to the disk: programs see them, and the disk has not got them. */
  #lost = false;

  constructor(certain: Uint8Array) {
    this.#certain = certain;
  }

  /** One that was there before, and is taken for certain. */
  static existing(path: string): FileNode {
    return new FileNode(readFileSync(path));
  }

  get changed(): boolean {
    return this.#lost || this.#changes.length > 0;
  }

  changing(change: Write): void {
    this.#changes.push(change);
  }

  synced(): void {
    for (const change of this.#changes.splice(0)) this.#certain = applied(this.#certain, change);
  }

  /** A sync failed: as Linux does it, the changes are taken for written, and no later sync tries them again. */
  syncFailed(): void {
    this.#lost ||= this.#changes.length > 0;
    this.#changes = [];
  }

  left(bytes: BytesLeft, random: Random): Uint8Array {
    return survivingBytes(this.#certain, this.#changes, bytes, random);
  }
}

export type Node = FileNode | FolderNode;

/** What a name stood for at a moment; undefined for nothing. */
export interface Naming {
  readonly order: number;
  readonly node: Node | undefined;
  /** True for the moment in which a name that is replaced stands for nothing. */
  readonly gap: boolean;
}

/** A folder: for each name that changed what it certainly stands for, and what it came to stand for since. */
export class FolderNode {
  readonly type = 'folder';
  readonly #certain = new Map<string, Node | undefined>();
  readonly #changes = new Map<string, Naming[]>();

  /** What a name stands for, as programs see it; 'unknown' if nobody has looked yet. */
  now(name: string): Node | undefined | 'unknown' {
    const last = this.#changes.get(name)?.at(-1);
    if (last !== undefined) return last.node;
    return this.#certain.has(name) ? this.#certain.get(name) : 'unknown';
  }

  /** Something was found under a name: it has been there all along. */
  found(name: string, node: Node | undefined): void {
    this.#certain.set(name, node);
  }

  name(name: string, naming: Naming): void {
    const changes = this.#changes.get(name) ?? [];
    changes.push(naming);
    this.#changes.set(name, changes);
  }

  synced(): void {
    for (const [name, changes] of this.#changes) this.#certain.set(name, changes.at(-1)?.node);
    this.#changes.clear();
  }

  /** Names whose meaning a power failure can change. */
  get uncertain(): readonly string[] {
    return [...this.#changes.keys()];
  }

  /** Every name that was looked at. */
  get known(): readonly string[] {
    return [...new Set([...this.#certain.keys(), ...this.#changes.keys()])];
  }

  /** What a name stands for if only the changes that `keeps` likes are left. */
  left(name: string, keeps: (changes: readonly Naming[]) => number): Node | undefined {
    const changes = this.#changes.get(name) ?? [];
    const count = keeps(changes);
    return count === 0 ? this.#certain.get(name) : changes[count - 1]?.node;
  }
}
