import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../base/json.ts';
import { asJson } from '../base/as-json.ts';
import { bundleDocumentSchema } from '../bundle/bundle-document.ts';
import { vaultCardSchema } from '../bundle/cards/vault-card.ts';
import { ledgerDocumentSchema } from '../bundle/ledger-document.ts';
import { recordDocumentSchema } from '../bundle/record-document.ts';
import { recipientCardSchema } from '../bundle/recipients/recipient-card.ts';
import { policySchema } from './policy.ts';
import { reportSchema } from './report-schema.ts';

/** What a schema is of, by the name of its file. All are version 1 of their format. */
const published = {
  bundle: [bundleDocumentSchema, 'evidence-vault/bundle.json in a bundle'],
  ledger: [ledgerDocumentSchema, 'evidence-vault/ledger.json in a bundle'],
  record: [recordDocumentSchema, 'data/records/*.json in a bundle'],
  policy: [policySchema, 'the policy of a reader: whom they trust'],
  'recipient-card': [recipientCardSchema, 'the card of somebody to whom bundles can be encrypted'],
  'vault-card': [vaultCardSchema, 'the card that says whose vault it is'],
  report: [reportSchema, 'what the verifier found out about one bundle'],
} as const;

/**
 * The JSON Schemas (draft 2020-12) of all JSON files that leave a vault or judge what left it, by name. They are made from the same schemas
 * that read those files, so they say neither more nor less of a shape; what no schema can say (that a key is a key, that proofs hold)
 * stands in LAYOUT.md.
 */
export function publishedSchemas(): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.entries(published).map(([name, [schema, of]]) => {
      const { $schema, ...made } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
      const json = asJson({
        $schema,
        $id: `urn:evidence-vault:schema:${name}:1`,
        title: `Evidence Vault: ${of}`,
        ...made,
      });
      return [name, isJsonObject(json) ? json : {}];
    }),
  );
}
