import { utf8 } from '../../base/bytes.ts';
import { idOfDigest } from '../../base/ids.ts';
import type { HashPort } from '../../crypto/hash-port.ts';

/**
 * The id of an item, from its source and its key there. Records name each other by ids before all of them are recorded: a sync that is cut
 * short in between gives the same ids again, and so does another installation that asks the same source. The source's id is random, so
 * nobody can guess a key from an item's id.
 */
export function itemId(hashes: HashPort, source: string, key: string): string {
  return idOfDigest(
    'item',
    hashes.sha256(utf8(`evidence-vault item-id v1\0${JSON.stringify([source, key])}`)),
  );
}
