import { z } from 'zod';

/** Short text that a person typed. */
export const shortText = z.string().max(500);
/** Text of a note or an address. */
export const longText = z.string().max(20_000);
/** An id, or the beginning of one. */
export const idText = z.string().min(1).max(80);
/** Names a file or folder that the learner chose in a dialog or dropped; the path itself stays with main and engine. */
export const grantId = z.string().regex(/^g-[0-9a-f]{32}$/u);
/** Something by its id, with the name that a person knows it by. */
export const namedSchema = z.object({ id: z.string(), name: z.string() });
export const nothing = z.strictObject({});
/** ISO 8601 in UTC. */
export const timeText = z.string();
/** A record as the vault keeps it. */
export const recordSchema = z.record(z.string(), z.json());

const warningSchema = z.object({ field: z.string(), code: z.string(), sentence: z.string() });
export const statedSchema = z.object({
  id: z.string(),
  record: recordSchema,
  warnings: z.array(warningSchema),
});
/** Long work has begun; the `task` event tells how it goes. */
export const taskStarted = z.strictObject({ task: z.string() });

/** One method: what goes in, parsed by whoever answers; what comes out, parsed by the page. */
export interface Method<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

export function method<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Method<Input, Output> {
  return { input, output };
}
