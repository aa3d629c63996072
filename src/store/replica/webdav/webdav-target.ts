import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import type { FileStat, WebDAVClient } from 'webdav';

import { VaultError } from '../../../base/errors.ts';
import { partialsName } from '../partial-files.ts';
import { replicaFileName } from '../replica-names.ts';
import type { ReplicaTarget, TargetContent, TargetFile } from '../replica-target.ts';
import { defaultPatience, OwnFailure, pause, withPatience, type Line, type Patience } from './patience.ts';
import { checkedUpload } from './upload.ts';
import { parseWebdavAddress } from './webdav-address.ts';
import { bytesOf, responseOf, webdavClient } from './webdav-client.ts';
import { cannotMove, statusOf } from './webdav-errors.ts';
import { readThrough } from './webdav-reading.ts';

export interface WebdavPlace {
  /** Address of the folder that the learner chose, which is there already: `https://`, or `http://` on this computer itself. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** Name of the second copy's folder in it (`replicaFolderName`). */
  readonly folder: string;
  /** Who writes: what this one left half-written is cleared away at once. Lower-case letters and digits, such as the id of its log. */
  readonly writer?: string;
}

/** Folders deeper than this are not a second copy's; a server that lists a folder as its own child would never end. */
const deepest = 4;

/** Nobody sends one file for longer than this, in milliseconds: what is older was left behind. */
const abandonedAfter = 86_400_000;

/**
 * A second copy on a WebDAV server (RFC 4918): Nextcloud, ownCloud, a college's store.
 *
 * A file is sent under a name of its own below `incoming/`, compared, then moved to its name without overwriting; a server that cannot move gets it under its name
 * at once. What arrived counts as compared when the server, asked by `X-Hash: sha256` (Nextcloud), gives back the digest of what reached it; else the file is
 * read back whole. (`OC-Checksum` would prove nothing: a server keeps there what it was told.) That the server's disk has it too is the server's word.
 */
export class WebdavTarget implements ReplicaTarget {
  readonly #client: WebDAVClient;
  readonly #folder: string;
  readonly #writer: string;
  readonly #patience: Patience;
  readonly #closing = new AbortController();
  /** Folders that are there, by name inside the second copy. */
  readonly #made = new Set<string>();
  #seen = false;

  /** Speaks to nobody yet. Throws `input.unsafe-address`. */
  constructor(place: WebdavPlace, patience: Partial<Patience> = {}) {
    this.#client = webdavClient(parseWebdavAddress(place.address), place.username, place.password);
    this.#folder = place.folder;
    this.#writer = place.writer ?? 'anybody';
    this.#patience = { ...defaultPatience, ...patience };
  }

  async *list(signal?: AbortSignal): AsyncIterable<TargetFile> {
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const { basename, size, type } of await this.#listFolder(folder, signal)) {
        const name = folder === '' ? basename : `${folder}/${basename}`;
        if (type === 'file') yield { name, size };
        else if (name !== partialsName && name.split('/').length <= deepest) folders.push(name);
      }
    }
  }

  async findSize(name: string): Promise<number | undefined> {
    return this.#try(async (line) => {
      const size = await this.#sizeOf(name, line);
      if (size === undefined) await this.#refuseGone(line);
      return size;
    });
  }

  async read(
    name: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = this.#path(name);
    const bytes = await readThrough({
      start: range?.start ?? 0,
      end: range?.end,
      patience: this.#patience,
      stop: this.#closing.signal,
      get: async (headers, signal) => {
        const answer = await this.#client
          .customRequest(path, { method: 'GET', headers, signal })
          .catch(undefinedIfMissing);
        return answer === undefined ? undefined : responseOf(answer);
      },
    });
    if (bytes === undefined) await this.#try(async (line) => this.#refuseGone(line));
    return bytes;
  }

  async put(name: string, content: TargetContent, signal?: AbortSignal): Promise<void> {
    const there = await this.#try(async (line) => {
      await this.#makeRoot(name, line);
      return this.#sizeOf(name, line);
    }, signal);
    if (there === content.size) return;
    await this.#try(async (line) => {
      try {
        await this.#putOnce(name, content, there !== undefined, line);
      } catch (thrown) {
        // Somebody may have removed a folder that was there a moment ago: the next try makes it again.
        this.#made.clear();
        throw thrown;
      }
    }, signal);
  }

  async putOver(name: string, content: TargetContent): Promise<void> {
    await this.#try((line) => this.#putOnce(name, content, true, line));
  }

  /** Nothing to do: a server that has answered has what it was sent, and cannot be asked for more. */
  async settle(): Promise<void> {
    return Promise.resolve();
  }

  async tidy(): Promise<number> {
    const left = (await this.#listFolder(partialsName)).filter(
      ({ basename, type, lastmod }) =>
        type === 'file' &&
        basename.endsWith('.part') &&
        (basename.startsWith(`${this.#writer}.`) || Date.now() - Date.parse(lastmod) > abandonedAfter),
    );
    let removed = 0;
    for (const { basename } of left) if (await this.remove(`${partialsName}/${basename}`)) removed += 1;
    return removed;
  }

  async remove(name: string): Promise<boolean> {
    return this.#try(async (line) => {
      const removed = await this.#delete(name, line);
      if (!removed) await this.#refuseGone(line);
      return removed;
    });
  }

  /** Ends what is under way, with `internal.cancelled`. */
  async close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  async #putOnce(name: string, content: TargetContent, replace: boolean, line: Line): Promise<void> {
    const partial = `${partialsName}/${this.#writer}.${randomBytes(8).toString('hex')}.part`;
    await this.#makeFoldersOf(partial, line);
    await this.#makeFoldersOf(name, line);
    try {
      await this.#sendAndCompare(partial, content, line);
      if (await this.#move(partial, name, content.size, replace, line)) return;
    } catch (thrown) {
      // The first error is the one to tell; a part that cannot be removed now is removed by the next round.
      await this.#delete(partial, line).catch(() => false);
      throw thrown;
    }
    await this.#delete(partial, line);
    try {
      await this.#sendAndCompare(name, content, line);
    } catch (thrown) {
      if (isDamaged(thrown) && (await this.#arrivesLater(name, content, line))) return;
      await this.#delete(name, line).catch(() => false);
      throw thrown;
    }
  }

  /** True if another computer was writing the same file in place just then: it is whole a moment later, and must not be taken away. */
  async #arrivesLater(name: string, { sha256 }: TargetContent, line: Line): Promise<boolean> {
    for (let looked = 1; looked < this.#patience.tries; looked += 1) {
      await pause(this.#patience.firstWait * 2 ** looked, line.signal);
      if ((await this.#digestOf(name, line).catch(undefinedIfMissing)) === sha256) return true;
    }
    return false;
  }

  /** False if the server moves no files. A file of the right length that appeared under the name meanwhile is left as it is. */
  async #move(from: string, to: string, size: number, overwrite: boolean, line: Line): Promise<boolean> {
    const { signal } = line;
    try {
      await this.#client.moveFile(this.#path(from), this.#path(to), { overwrite, signal });
      return true;
    } catch (thrown) {
      if (cannotMove(thrown)) return false;
      if (statusOf(thrown) !== 412) throw thrown;
    }
    if ((await this.#sizeOf(to, line)) === size) await this.#delete(from, line);
    else await this.#client.moveFile(this.#path(from), this.#path(to), { overwrite: true, signal });
    return true;
  }

  async #sendAndCompare(name: string, content: TargetContent, line: Line): Promise<void> {
    const said = await this.#send(name, content, line);
    const arrived = said ?? (await this.#digestOf(name, line));
    if (arrived !== content.sha256) throw new VaultError('integrity.replica-damaged', { what: 'arrived' });
  }

  /** @returns the digest of what reached the server, if it gives one */
  async #send(name: string, content: TargetContent, line: Line): Promise<string | undefined> {
    let failure: OwnFailure | undefined;
    const failed = (thrown: unknown): void => {
      failure = new OwnFailure(thrown);
    };
    const bytes = Readable.from(checkedUpload(content, line.heard, failed), { objectMode: false });
    try {
      const answer = responseOf(
        await this.#client.customRequest(this.#path(name), {
          method: 'PUT',
          headers: {
            'Content-Type': 'application/octet-stream',
            'Content-Length': String(content.size),
            'X-Hash': 'sha256',
          },
          data: bytes,
          signal: line.signal,
        }),
      );
      await answer.body?.cancel();
      return answer.headers.get('x-hash-sha256')?.toLowerCase();
    } catch (thrown) {
      throw failure ?? thrown;
    } finally {
      bytes.destroy();
    }
  }

  async #digestOf(name: string, { signal, heard }: Line): Promise<string> {
    const answer = responseOf(await this.#client.customRequest(this.#path(name), { method: 'GET', signal }));
    const hash = createHash('sha256');
    for await (const piece of bytesOf(answer)) {
      heard();
      hash.update(piece);
    }
    return hash.digest('hex');
  }

  async #statOf(name: string, { signal }: Line): Promise<FileStat | undefined> {
    const found = await this.#client.stat(this.#path(name), { signal }).catch(undefinedIfMissing);
    return found !== undefined && 'data' in found ? found.data : found;
  }

  async #sizeOf(name: string, line: Line): Promise<number | undefined> {
    const found = await this.#statOf(name, line);
    return found?.type === 'file' ? found.size : undefined;
  }

  async #delete(name: string, { signal }: Line): Promise<boolean> {
    try {
      await this.#client.deleteFile(this.#path(name), { signal });
      return true;
    } catch (thrown) {
      if (statusOf(thrown) === 404) return false;
      throw thrown;
    }
  }

  async #listFolder(folder: string, signal?: AbortSignal): Promise<readonly FileStat[]> {
    return this.#try(async (line) => {
      const found = await this.#client
        .getDirectoryContents(this.#path(folder), { signal: line.signal, details: false })
        .catch(undefinedIfMissing);
      if (found === undefined) await this.#refuseGone(line);
      else this.#seen = true;
      return found ?? [];
    }, signal);
  }

  /** The copy's folder is made with its first file alone: a place that was emptied must not be taken for a new one. */
  async #makeRoot(name: string, line: Line): Promise<void> {
    if (this.#seen) return;
    if ((await this.#statOf('', line))?.type !== 'directory') {
      if (name !== replicaFileName) throw noFolder();
      await this.#makeFolder('', line);
    }
    this.#seen = true;
  }

  async #makeFoldersOf(name: string, line: Line): Promise<void> {
    const above = name.split('/').slice(0, -1);
    for (let depth = 1; depth <= above.length; depth += 1) {
      const folder = above.slice(0, depth).join('/');
      if (this.#made.has(folder)) continue;
      await this.#makeFolder(folder, line);
      this.#made.add(folder);
    }
  }

  async #makeFolder(folder: string, { signal }: Line): Promise<void> {
    try {
      await this.#client.createDirectory(this.#path(folder), { signal });
    } catch (thrown) {
      // RFC 4918 section 9.3.1: 405 where something is already.
      if (statusOf(thrown) !== 405) throw thrown;
    }
  }

  /** Throws `storage.gone` if the place is not there, or the copy's folder is not that was. */
  async #refuseGone(line: Line): Promise<void> {
    if ((await this.#statOf('', line)) !== undefined) return;
    const place = this.#seen ? undefined : await this.#client.exists('/', { signal: line.signal });
    if (place !== true) throw noFolder();
  }

  #path(name: string): string {
    const steps = name.split('/');
    if (
      name !== '' &&
      steps.some((step) => step === '' || step === '.' || step === '..' || /[\\\0]/.test(step))
    )
      throw new VaultError('internal.bug', { what: 'replica-name' });
    return name === '' ? `/${this.#folder}` : `/${this.#folder}/${name}`;
  }

  async #try<Result>(work: (line: Line) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const closing = this.#closing.signal;
    const stop = signal === undefined ? closing : AbortSignal.any([closing, signal]);
    return withPatience(this.#patience, stop, work);
  }
}

function undefinedIfMissing(thrown: unknown): undefined {
  if (statusOf(thrown) !== 404) throw thrown;
  return undefined;
}

function noFolder(): VaultError {
  return new VaultError('storage.gone', { reason: 'no-folder' });
}

function isDamaged(thrown: unknown): boolean {
  return thrown instanceof VaultError && thrown.code === 'integrity.replica-damaged';
}
