import { existsSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * What a power failure takes: `names` are files made, renamed or removed whose folder was not synced, `content` is bytes
 * that were not synced. A disk may keep either without the other; keeping a new name without its content is the classic.
 */
export type Loss = 'nothing' | 'names' | 'content' | 'names-and-content';

type NameChange =
  | { readonly type: 'created'; readonly path: string }
  | {
      readonly type: 'renamed';
      readonly path: string;
      readonly from: string;
      readonly replaced: Uint8Array | undefined;
    }
  | { readonly type: 'unlinked'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly type: 'made-folder'; readonly path: string };

/** The bytes of one file that are certain to survive; unsynced changes are not. Follows the file when it is renamed. */
class FileMemory {
  path: string;
  #certain: Uint8Array;
  #changed = false;

  constructor(path: string) {
    this.path = path;
    this.#certain = readFileSync(path);
  }

  changing(): void {
    this.#changed = true;
  }

  synced(): void {
    this.#certain = readFileSync(this.path);
    this.#changed = false;
  }

  forget(): void {
    if (this.#changed && existsSync(this.path)) writeFileSync(this.path, this.#certain);
  }
}

/** Remembers what the disk was not yet told to keep. For tests: it reads whole files. */
export class UnsyncedMemory {
  readonly #files = new Map<string, FileMemory>();
  #names: NameChange[] = [];

  created(path: string): void {
    this.#names.push({ type: 'created', path: resolve(path) });
  }

  opened(path: string): FileMemory {
    const at = resolve(path);
    const known = this.#files.get(at);
    if (known !== undefined) return known;
    const fresh = new FileMemory(at);
    this.#files.set(at, fresh);
    return fresh;
  }

  look(path: string): Uint8Array | undefined {
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  renamed(from: string, to: string, replaced: Uint8Array | undefined): void {
    this.#names.push({ type: 'renamed', path: resolve(to), from: resolve(from), replaced });
    this.#move(resolve(from), resolve(to));
  }

  unlinked(path: string, bytes: Uint8Array): void {
    this.#names.push({ type: 'unlinked', path: resolve(path), bytes });
    this.#files.delete(resolve(path));
  }

  madeFolder(path: string): void {
    this.#names.push({ type: 'made-folder', path: resolve(path) });
  }

  syncedFolder(path: string): void {
    const folder = resolve(path);
    const kept = this.#names.filter((change) => dirname(change.path) === folder);
    // A file whose new name is certain is no longer at the mercy of its old one.
    const left = new Set(kept.flatMap((change) => (change.type === 'renamed' ? [change.from] : [])));
    this.#names = this.#names.filter(
      (change) => dirname(change.path) !== folder && !(change.type === 'created' && left.has(change.path)),
    );
  }

  forget(loss: Loss): void {
    if (loss === 'content' || loss === 'names-and-content')
      for (const file of this.#files.values()) file.forget();
    if (loss === 'names' || loss === 'names-and-content')
      for (const change of this.#names.toReversed()) this.#undo(change);
    this.#names = [];
  }

  #undo(change: NameChange): void {
    switch (change.type) {
      case 'created':
        if (existsSync(change.path)) unlinkSync(change.path);
        return;
      case 'renamed':
        if (existsSync(change.path)) renameSync(change.path, change.from);
        if (change.replaced !== undefined) writeFileSync(change.path, change.replaced);
        return;
      case 'unlinked':
        writeFileSync(change.path, change.bytes);
        return;
      case 'made-folder':
        // With everything in it, whether or not that was synced.
        rmSync(change.path, { recursive: true, force: true });
        return;
    }
  }

  #move(from: string, to: string): void {
    const file = this.#files.get(from);
    this.#files.delete(from);
    this.#files.delete(to);
    if (file === undefined) return;
    file.path = to;
    this.#files.set(to, file);
  }
}
