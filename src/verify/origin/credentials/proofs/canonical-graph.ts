import type { Options } from 'jsonld';

import { throwIfCancelled } from '../../../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../../../base/json.ts';
import type { JsonLdContext } from '../contexts/shipped-contexts.ts';
import { credentialLimits } from '../limits.ts';

/** Canonical N-Quads, or why there are none. */
export type CanonicalGraph =
  | { readonly nquads: string }
  | { readonly problem: 'context-unknown' | 'terms-undefined' | 'canonical-limit' };

/** What is left of the time for several graphs together, in milliseconds; it is used up as they are worked out. */
export interface GraphTime {
  left: number;
}

interface GraphSettings {
  readonly hash: 'sha256' | 'sha384';
  readonly signal?: AbortSignal | undefined;
  readonly time?: GraphTime | undefined;
  /** Others than those that are shipped; for test vectors. */
  readonly contexts?: ReadonlyMap<string, JsonLdContext> | undefined;
}

/**
 * The graph of a JSON-LD document in canonical form (RDF Dataset Canonicalization, RDFC-1.0). In safe mode: a word that no context
 * explains is a problem and never left out. Nothing is fetched. Size, work and time are bounded, since a hostile graph can keep the
 * algorithm busy for years (RDFC-1.0 section 7.1).
 *
 * Throws `internal.cancelled`.
 */
export async function canonicalGraph(document: JsonObject, settings: GraphSettings): Promise<CanonicalGraph> {
  const { time } = settings;
  if (time !== undefined && time.left <= 0) return { problem: 'canonical-limit' };
  const begun = performance.now();
  try {
    return await workOut(document, settings);
  } finally {
    if (time !== undefined) time.left -= performance.now() - begun;
  }
}

async function workOut(document: JsonObject, settings: GraphSettings): Promise<CanonicalGraph> {
  if (countValues(document, credentialLimits.values) > credentialLimits.values)
    return { problem: 'canonical-limit' };
  // Loaded when first needed: it takes longer than all else that a short command does.
  const [{ default: jsonld }, { default: rdfCanonize }, { shippedContexts }] = await Promise.all([
    import('jsonld'),
    import('rdf-canonize'),
    import('../contexts/shipped-contexts.ts'),
  ]);
  const contexts = settings.contexts ?? shippedContexts;
  const unknown = new Set<string>();
  const documentLoader = (url: string) => {
    const found = contexts.get(url);
    if (found === undefined) {
      unknown.add(url);
      return Promise.reject(new Error('unknown context'));
    }
    return Promise.resolve({ documentUrl: url, document: structuredClone(found) });
  };
  const options: Options.ToRdf & { readonly safe: true } = { documentLoader, safe: true };
  const timeUp = AbortSignal.timeout(
    Math.ceil(Math.min(credentialLimits.canonicalTime, settings.time?.left ?? Number.POSITIVE_INFINITY)),
  );
  const signal = settings.signal === undefined ? timeUp : AbortSignal.any([timeUp, settings.signal]);
  let dataset: readonly unknown[];
  try {
    const graph: unknown = await jsonld.toRDF({ ...structuredClone(document) }, options);
    dataset = Array.isArray(graph) ? graph : [];
  } catch {
    throwIfCancelled(settings.signal);
    return { problem: unknown.size > 0 ? 'context-unknown' : 'terms-undefined' };
  }
  if (dataset.length > credentialLimits.quads) return { problem: 'canonical-limit' };
  try {
    const nquads = await rdfCanonize.canonize(dataset, {
      algorithm: 'RDFC-1.0',
      messageDigestAlgorithm: settings.hash,
      maxWorkFactor: 2,
      signal,
    });
    return { nquads };
  } catch {
    throwIfCancelled(settings.signal);
    return { problem: 'canonical-limit' };
  }
}

/** Values in a document, counted no further than just beyond `limit`. */
function countValues(value: JsonValue, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const member of Object.values(value)) {
    count += countValues(member, limit - count);
    if (count > limit) break;
  }
  return count;
}
