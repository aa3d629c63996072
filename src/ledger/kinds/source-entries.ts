import { z } from 'zod';

import { detailsSchema, recordObject, timeText } from './common.ts';

/** How the last pull of a source ended. */
export const sourceStateSchema = z.enum([
  'ok',
  'partial',
  'unreachable',
  'login-expired',
  'maintenance',
  'refused',
  'shows-less',
  'held',
]);
export type SourceState = z.infer<typeof sourceStateSchema>;

/** A place that work comes from was connected. */
export const sourceAdded = z.looseObject({
  kind: z.literal('source-added'),
  at: timeText,
  source: z.string(),
  type: z.string(),
  name: z.string(),
  /** What the connector needs to find it again; no secrets. */
  settings: recordObject,
});

/** A source is no longer asked; what it gave is kept. */
export const sourceRemoved = z.looseObject({
  kind: z.literal('source-removed'),
  at: timeText,
  source: z.string(),
});

/** A pull ended, well or not. */
export const syncFinished = z.looseObject({
  kind: z.literal('sync-finished'),
  at: timeText,
  source: z.string(),
  started: timeText,
  state: sourceStateSchema,
  /** Error code where the state has one. */
  code: z.string().optional(),
  captured: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  gone: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});

/** Something that the learner should look at. */
export const alertRaised = z.looseObject({
  kind: z.literal('alert-raised'),
  at: timeText,
  alert: z.string(),
  /** `file-shrank`, `file-emptied`, `mass-change`, `shows-less`, … */
  code: z.string(),
  source: z.string().optional(),
  item: z.string().optional(),
  details: detailsSchema,
});

/** The learner has seen to it, or it is over. */
export const alertSettled = z.looseObject({
  kind: z.literal('alert-settled'),
  at: timeText,
  alert: z.string(),
});
