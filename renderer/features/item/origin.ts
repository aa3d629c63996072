import { textIn, type KeptRecord } from './record-parts.ts';

/** Ways in which the app itself fetched something from a provider's own site. */
const fetched = new Set(['web-service', 'download', 'portal']);

/** True if the app got it from a provider's site; false for what the learner brought in. */
export function cameFromProvider(provenance: KeptRecord | undefined): boolean {
  return fetched.has(textIn(provenance, 'method') ?? '');
}
