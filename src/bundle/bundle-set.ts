import { z } from 'zod';

import { openObject } from '../evidence/values/open-object.ts';
import { sha256Text } from '../ledger/kinds/common.ts';

/** More files than anybody sends in one go. */
export const mostParts = 999;

const setPartSchema = openObject({
  /** The part's bundle id. */
  bundle: z.string(),
  /** SHA-256 of the part's `manifest-sha256.txt`, so of everything in its payload. */
  manifest: sha256Text,
  /** Rows in the part's list of items. */
  items: z.int().nonnegative(),
});
export type SetPart = z.infer<typeof setPartSchema>;

/** Which part of a set a bundle is, and every part of it, this one too. All parts have the same list. */
export const bundleSetSchema = openObject({
  part: z.int().positive(),
  parts: z.array(setPartSchema).min(2).max(mostParts),
});
export type BundleSet = z.infer<typeof bundleSetSchema>;

/** `2 of 3`, as RFC 8493 (section 2.2.2) has `Bag-Count`. */
export function sayPart({ part, parts }: BundleSet): string {
  return `${part} of ${parts.length}`;
}

/** Why a file is missing that is no loss: another part of the set has it. */
export const otherPart = 'other-part';
