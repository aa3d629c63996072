import { VaultError } from '../base/errors.ts';
import { systemProbe } from './place/system-probe.ts';
import { findUnsafePlace, type PlaceProbe } from './place/unsafe-place.ts';

/**
 * Refuses a place where a vault in use would not be safe: sync programs copy databases and half-written files apart, and
 * locks do not hold over networks. A second copy belongs there instead. Throws `access.unsafe-place` with `kind`.
 *
 * @param folder absolute path; need not exist yet
 */
export function refuseUnsafePlace(folder: string, probe: PlaceProbe = systemProbe): void {
  const kind = findUnsafePlace(folder, probe);
  if (kind !== undefined) throw new VaultError('access.unsafe-place', { kind });
}
