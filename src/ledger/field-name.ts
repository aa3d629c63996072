import { VaultError } from '../base/errors.ts';

const shape = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;

/** Throws `format.malformed` unless `name` can name a field of an entry (FORMAT.md section 6). */
export function checkFieldName(name: string): void {
  if (!shape.test(name)) throw new VaultError('format.malformed', { what: 'field-name' });
}

/** Throws `format.malformed` unless `next` comes after `previous` in byte order, in which ASCII strings compare. */
export function checkFieldOrder(previous: string | undefined, next: string): void {
  if (previous !== undefined && previous >= next)
    throw new VaultError('format.malformed', { what: 'field-order' });
}
