import { z } from 'zod';

/** The JSON documents as the commands promise them; fields beyond these are allowed. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const count = z.int().min(0);

const reportedItem = z.looseObject({
  id: z.string().regex(/^i-/u),
  name: z.string(),
  size: count.optional(),
  sha256: sha256.optional(),
  outcome: z.string(),
  code: z.string().optional(),
  message: z.string().optional(),
});
export const initDocument = z.looseObject({
  vaultId: sha256,
  path: z.string(),
  publicKey: z.base64(),
  recoveryKey: z.string(),
});
export const addDocument = z.looseObject({
  captured: count,
  unchanged: count,
  failed: count,
  bytes: count,
  items: z.array(reportedItem),
});
const source = z.looseObject({
  id: z.string().regex(/^s-/u),
  type: z.string(),
  name: z.string(),
  state: z.string(),
  lastSync: z.string().nullable(),
});
export const sourceDocument = z.looseObject({ source });
export const sourcesDocument = z.looseObject({ sources: z.array(source) });
export const syncDocument = z.looseObject({
  sources: z.array(
    z.looseObject({
      id: z.string(),
      state: z.string(),
      captured: count,
      changed: count,
      unchanged: count,
      gone: count,
      failed: count,
      items: z.array(reportedItem),
    }),
  ),
});
export const statedDocument = z.looseObject({
  ok: z.literal(true),
  id: z.string(),
  record: z.record(z.string(), z.json()),
  warnings: z.array(z.looseObject({ field: z.string(), code: z.string(), sentence: z.string() })),
});
const listedItem = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  source: z.string(),
  versions: count,
  attempt: count.optional(),
  sha256: sha256.optional(),
  size: count.optional(),
  capturedAt: z.iso.datetime().optional(),
  gone: z.string().optional(),
});
export const listDocument = z.looseObject({ items: z.array(listedItem) });
export const showDocument = listedItem.extend({
  latest: z.looseObject({ record: z.record(z.string(), z.json()) }),
  mappings: z.array(z.looseObject({ unit: z.string() })),
  notes: z.array(z.looseObject({ text: z.string() })),
});
export const historyDocument = z.looseObject({
  versions: z.array(z.looseObject({ version: count, name: z.string() })),
  events: z.array(z.looseObject({ at: z.string(), kind: z.string() })),
});
export const getDocument = z.looseObject({ out: z.string(), sha256, size: count });
export const statusDocument = z.looseObject({
  units: z.array(
    z.looseObject({
      ref: z.string(),
      title: z.string(),
      level: z.enum(['safe', 'attention', 'risk']),
      reasons: z.array(z.string()),
      next: z.string(),
    }),
  ),
  sources: z.array(z.looseObject({ id: z.string() })),
});
export const checkDocument = z.looseObject({
  ok: z.boolean(),
  entries: count,
  blobs: count,
  bytes: count,
  damaged: z.array(
    z.looseObject({ code: z.string(), file: z.string().optional(), items: z.array(z.string()) }),
  ),
});
export const exportDocument = z.looseObject({
  out: z.string(),
  bytes: count,
  sha256,
  items: count,
  missing: z.array(z.looseObject({ what: z.string(), reason: z.string() })),
});
export const verifyDocument = z.looseObject({
  ok: z.boolean(),
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  signer: z.looseObject({ publicKey: z.string() }).nullable(),
  checks: z.array(
    z.looseObject({
      id: z.string(),
      result: z.enum(['pass', 'fail', 'not-checked']),
      code: z.string().optional(),
      detail: z.string().optional(),
      findings: z.array(z.looseObject({ code: z.string(), file: z.string().optional() })).optional(),
    }),
  ),
  items: z.array(z.unknown()),
});
export const demoDocument = z.looseObject({
  steps: z.array(z.looseObject({ name: z.string(), ok: z.boolean(), problem: z.string().optional() })),
  vault: z.string(),
  bundle: z.string(),
  verifier: z.string(),
});
export const errorDocument = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(10),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
});
