import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { VaultError } from '../../base/errors.ts';

/** Whether an IP address may be spoken to. */
export type AddressRule = (address: string) => boolean;

export function refusedAddress(): VaultError {
  return new VaultError('source.unsafe-address', { reason: 'private-network' });
}

/**
 * Looks a name up as Node does and hands on only the addresses that the rule allows, so that a name cannot lead anywhere that its
 * address may not, not even when it is answered differently the second time.
 */
export function lookupAllowed(rule: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const [first, ...more] = addresses.filter(({ address }) => rule(address));
      if (first === undefined) callback(refusedAddress(), []);
      else if (options.all === true) callback(null, [first, ...more]);
      else callback(null, first.address, first.family);
    });
  };
}
