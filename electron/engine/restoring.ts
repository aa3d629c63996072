import { VaultError } from '../../src/base/errors.ts';
import type { CopyFound } from '../../src/contract/methods/restore-methods.ts';
import { copiesIn, type CopyPlace, type FoundPlace } from '../../src/vault/restore/copies-in.ts';
import { lookAtCopy } from '../../src/vault/restore/look-at-copy.ts';

/** Digits of a vault's id in the names of second copies. */
const digits = 16;

interface Found {
  readonly place: CopyPlace;
  readonly copy: CopyFound;
}

/** A restore: it is told to stop by its signal, and leaves the disk alone once `copying` has ended. */
interface UnderWay {
  readonly abort: AbortController;
  copying: Promise<unknown>;
}

/** The second copies that a learner showed or plugged in to get a vault back, and the one restore that is under way. Both are forgotten once a vault is opened. */
export class Restoring {
  readonly #found = new Map<string, Found>();
  #underWay: UnderWay | undefined;

  get copies(): CopyFound[] {
    return [...this.#found.values()].map(({ copy }) => copy);
  }

  /** Looks at the second copies in one place. Throws `access.no-vault` if there are none, `storage.*`, `internal.cancelled`. */
  async look(place: CopyPlace, signal: AbortSignal): Promise<void> {
    const targets = await copiesIn([place]);
    try {
      for (const target of targets) {
        const copy = await foundCopy(place, target, signal);
        if (copy !== undefined) this.#found.set(nameOf(place, target, copy), { place, copy });
      }
    } finally {
      for (const { target } of targets) await target.close();
    }
  }

  /** The places of every copy of one vault. Throws `access.no-vault` if none was found. */
  placesOf(vault: string): CopyPlace[] {
    const places = new Set(
      [...this.#found.values()].filter(({ copy }) => copy.vault === vault).map(({ place }) => place),
    );
    if (places.size === 0) throw new VaultError('access.no-vault');
    return [...places];
  }

  /** Begins the one restore. Throws `access.in-use` while another is under way. @returns what stops it */
  begin(): AbortController {
    if (this.#underWay !== undefined) throw new VaultError('access.in-use');
    const abort = new AbortController();
    this.#underWay = { abort, copying: Promise.resolve() };
    return abort;
  }

  /** What writes to the disk from now on. */
  waitFor(copying: Promise<unknown>): void {
    if (this.#underWay !== undefined) this.#underWay.copying = copying.catch(() => undefined);
  }

  /** The restore is over, however it ended. */
  end(): void {
    this.#underWay = undefined;
  }

  /** Stops what is under way, waits until it leaves the disk alone, and forgets what was found and typed. */
  async stop(): Promise<void> {
    this.#underWay?.abort.abort();
    await this.#underWay?.copying;
    this.forget();
  }

  /** Forgets what was found, with the passwords of servers. */
  forget(): void {
    this.#found.clear();
  }
}

async function foundCopy(
  place: CopyPlace,
  target: FoundPlace,
  signal: AbortSignal,
): Promise<CopyFound | undefined> {
  const { vault, ...seen } = await lookAtCopy(target, signal);
  const named = /-([0-9a-f]{16})$/u.exec(target.folder ?? '')?.[1];
  const known = vault?.slice(0, digits) ?? named;
  return known === undefined ? undefined : { vault: known, name: target.name, type: place.type, ...seen };
}

/** The same copy, shown twice, is one. */
function nameOf(place: CopyPlace, { folder }: FoundPlace, { vault }: CopyFound): string {
  return folder ?? (place.type === 'webdav' ? `${place.url}\0${vault}` : vault);
}
