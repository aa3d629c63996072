import { z } from 'zod';

import { openObject } from '../evidence/values/open-object.ts';
import { checkIds } from './verification-report.ts';

const outcome = z.enum(['pass', 'fail', 'not-checked']);
const code = z.string();
const entry = openObject({ log: z.string(), index: z.int().nonnegative() });

const finding = openObject({
  code,
  file: z.string().exactOptional(),
  other: z.string().exactOptional(),
  entry: entry.exactOptional(),
});

const check = openObject({
  id: z.enum(checkIds),
  result: outcome,
  code: code.exactOptional(),
  detail: z.string().exactOptional(),
  findings: z.array(finding).exactOptional(),
  count: z.int().nonnegative().exactOptional(),
});

const item = openObject({
  id: z.string(),
  version: z.int().positive().exactOptional(),
  kind: z.string(),
  name: z.string().exactOptional(),
  attempt: z.int().exactOptional(),
  entry,
  result: outcome,
  code: code.exactOptional(),
  files: z.array(
    openObject({
      path: z.string(),
      size: z.int().nonnegative(),
      result: outcome,
      code: code.exactOptional(),
    }),
  ),
  standing: z.string(),
});

const bundle = openObject({
  id: z.string(),
  madeAt: z.string(),
  app: z.string(),
  vault: z.string(),
  items: z.int().nonnegative(),
  logs: z.array(openObject({ log: z.string(), size: z.int().nonnegative() })),
  missing: z.array(
    openObject({
      what: z.string(),
      code: z.string(),
      why: z.string().exactOptional(),
      reason: z.string(),
      noticedAt: z.string(),
      item: z.string().exactOptional(),
    }),
  ),
});

const attempts = openObject({
  closedAt: z.string(),
  assignments: z.array(
    openObject({
      assignment: z.string().exactOptional(),
      name: z.string().exactOptional(),
      recorded: z.int().nonnegative(),
      shown: z.int().nonnegative(),
    }),
  ),
  others: z.int().nonnegative(),
});

/** A report as `verify --json` and the verifier page write it. Codes and further properties may be added by later versions. */
export const reportSchema = openObject({
  ok: z.boolean(),
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  signer: openObject({ vault: z.string(), publicKey: z.string(), keyPhrase: z.string() }).nullable(),
  practice: z.boolean(),
  encrypted: z.literal(true).exactOptional(),
  bundle: bundle.nullable(),
  checks: z.array(check),
  items: z.array(item),
  attempts: attempts.nullable(),
  rehearsal: openObject({
    at: z.string(),
    items: z.int().nonnegative(),
    readable: z.int().nonnegative(),
    of: z.int().nonnegative(),
    entry,
  }).exactOptional(),
});
