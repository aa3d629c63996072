import { z } from 'zod';

import { reportError, type ErrorReport } from '../base/errors.ts';
import { isErrorCode } from '../base/error-codes.ts';

/** An error as it travels: errors lose their fields between processes. The sentence belongs to the code, so it is not sent. */
export const sentErrorSchema = z.strictObject({
  code: z.string().refine(isErrorCode),
  details: z.record(z.string().max(64), z.union([z.string().max(500), z.number(), z.boolean()])),
});
export type SentError = Pick<ErrorReport, 'code' | 'details'>;

export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: SentError };

export const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: sentErrorSchema }),
]);

/** Any thrown thing as a reply. */
export function failure(thrown: unknown): Reply<never> {
  const { code, details } = reportError(thrown);
  return { ok: false, error: { code, details } };
}
