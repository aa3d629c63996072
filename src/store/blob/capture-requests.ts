import { VaultError } from '../../base/errors.ts';
import type { SealingPlace } from './content-sealer.ts';

/**
 * What the store says to its capture threads. Read by hand, since a thread that had to load a schema library first would
 * start at half the speed.
 */
export type CaptureRequest =
  | { readonly type: 'capture'; readonly id: number; readonly path: string }
  | {
      readonly type: 'decision';
      readonly id: number;
      readonly plaintextId: string;
      readonly shelves?: readonly number[] | undefined;
    }
  /** The store could not decide, or nobody wants the content any more: give it up. */
  | { readonly type: 'cancel'; readonly id: number };

/** Throws `internal.bug` for anything else. */
export function parseCaptureRequest(message: unknown): CaptureRequest {
  const fields = new Fields(message);
  const id = fields.integer('id');
  switch (fields.text('type')) {
    case 'capture':
      return { type: 'capture', id, path: fields.text('path') };
    case 'decision':
      return {
        type: 'decision',
        id,
        plaintextId: fields.text('plaintextId'),
        shelves: fields.integers('shelves'),
      };
    case 'cancel':
      return { type: 'cancel', id };
    default:
      throw notUnderstood('type');
  }
}

/** Throws `internal.bug` for anything else. */
export function parseSealingPlace(message: unknown): SealingPlace {
  const fields = new Fields(message);
  return {
    folder: fields.text('folder'),
    incoming: fields.text('incoming'),
    session: fields.text('session'),
    vault: fields.text('vault'),
    epoch: fields.integer('epoch'),
    partLength: fields.integer('partLength'),
  };
}

class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(message: unknown) {
    if (typeof message !== 'object' || message === null) throw notUnderstood('message');
    this.#fields = new Map(Object.entries(message));
  }

  text(name: string): string {
    const value = this.#fields.get(name);
    if (typeof value !== 'string') throw notUnderstood(name);
    return value;
  }

  integer(name: string): number {
    return integerOf(this.#fields.get(name), name);
  }

  integers(name: string): number[] | undefined {
    const value = this.#fields.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw notUnderstood(name);
    return value.map((each: unknown) => integerOf(each, name));
  }
}

function integerOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw notUnderstood(name);
  return value;
}

function notUnderstood(field: string): VaultError {
  return new VaultError('internal.bug', { what: 'thread-request', field });
}
