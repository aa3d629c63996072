import { z } from 'zod';

import { parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';

/** Lower-case hexadecimal SHA-256. */
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** 32 hexadecimal digits that name a log. */
export const logIdText = z.string().regex(/^[0-9a-f]{32}$/);

/** Padded base64. */
export const base64Text = z.base64().refine(isCanonicalBase64);

/** Unused bits that are not 0 would let one value be written in two ways, and readers disagree about them (RFC 4648 section 3.5). */
function isCanonicalBase64(text: string): boolean {
  try {
    parseBase64(text);
    return true;
  } catch (thrown) {
    if (thrown instanceof VaultError) return false;
    throw thrown;
  }
}

/** ISO 8601 time in UTC with milliseconds. */
export const timeText = z.iso.datetime({ precision: 3 });

/** A record of the evidence model; which one is said by `record-kind` beside it. Checked by the evidence room, not here. */
export const recordObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** The last checkpoint known of some log. */
export const headSchema = z.looseObject({ log: logIdText, size: z.int().nonnegative(), root: sha256Text });

/** Safe scalars beside an error code. */
export const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
