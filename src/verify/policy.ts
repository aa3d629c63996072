import { z } from 'zod';

import { parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { parseWith } from '../base/zod-door.ts';
import { parseCertificate } from '../ledger/timestamps/certificate.ts';
import { TimestampFlaw } from '../ledger/timestamps/timestamp-flaw.ts';
import { parseVerifierKey } from '../ledger/witness/verifier-key.ts';
import { isPublicKey } from './expected-key.ts';
import { readIssuerKey } from './origin/credentials/keys/public-key.ts';
import { mailKeyKind, readMailKey } from './origin/mail/mail-key.ts';

const policyFormat = 'evidence-vault-policy';
const policyVersion = 1;

/**
 * When somebody is trusted: from and until (both included), and not from the moment on at which their key may have been in
 * other hands. ISO 8601 in UTC; what is left out does not limit.
 */
const trustedWhen = {
  from: z.iso.datetime().exactOptional(),
  until: z.iso.datetime().exactOptional(),
  compromisedFrom: z.iso.datetime().exactOptional(),
};

const name = z.string().min(1).max(200);
const dnsName = /^[a-z0-9_](?:[a-z0-9_.-]{0,198}[a-z0-9_])?$/i;

/** A time stamping authority (RFC 3161): a root that its certificates lead to, or the authority's own certificate. */
const authoritySchema = z.strictObject({
  name,
  /** X.509 certificate in DER, base64. */
  certificate: z.string().refine(isCertificate),
  ...trustedWhen,
  /** Time stamp policies (object identifiers) that are accepted; any if left out. */
  policies: z.array(z.string().regex(/^\d+(\.\d+)+$/)).exactOptional(),
});

/** A witness (https://c2sp.org/tlog-witness) by its key (`name+hash+key`, https://c2sp.org/signed-note). */
const witnessSchema = z.strictObject({ name, key: z.string().refine(isWitnessKey), ...trustedWhen });

/** A vault by its id (64 hexadecimal digits) or root public key, and whose it is. */
const vaultSchema = z.strictObject({ name: name.exactOptional(), key: z.string().min(1), ...trustedWhen });

/** Somebody who signs vault cards, a provider or an awarding organisation, by their Ed25519 public key in base64. */
const cardSignerSchema = z.strictObject({ name, key: z.string().refine(isPublicKey), ...trustedWhen });

/** A key of DKIM (RFC 6376): whose e-mails it signs, and the `p=` of its record, as the reader knows it from elsewhere. */
const dkimKeySchema = z.strictObject({
  name: name.exactOptional(),
  /** Of the key's record, `selector._domainkey.domain`. */
  domain: z.string().regex(dnsName),
  selector: z.string().regex(dnsName),
  /** Base64: 32 bytes of Ed25519, or RSA's key in DER. */
  key: z.string().refine(isMailKey),
  ...trustedWhen,
});

/** Somebody who signs credentials, by their keys; where `id` is there, only credentials that name it as their issuer count. */
const issuerSchema = z.strictObject({
  name,
  id: z.string().min(1).max(2000).exactOptional(),
  keys: z.array(z.union([z.string(), z.record(z.string(), z.json())]).refine(isIssuerKey)).min(1),
  ...trustedWhen,
});

/**
 * Whom a reader of bundles trusts, in a file of their own: never taken out of a bundle. What this version does not know is refused,
 * so that no line of a policy is passed over in silence.
 */
export const policySchema = z.strictObject({
  format: z.literal(policyFormat),
  version: z.literal(policyVersion),
  name: name.exactOptional(),
  authorities: z
    .array(authoritySchema)
    // A report says who gave a date by this name alone.
    .refine((list) => new Set(list.map((one) => one.name)).size === list.length)
    .default([]),
  witnesses: z.array(witnessSchema).default([]),
  vaults: z.array(vaultSchema).default([]),
  cardSigners: z.array(cardSignerSchema).default([]),
  dkimKeys: z.array(dkimKeySchema).default([]),
  issuers: z.array(issuerSchema).default([]),
});

export type Policy = z.infer<typeof policySchema>;
export type PolicyAuthority = z.infer<typeof authoritySchema>;
export type PolicyWitness = z.infer<typeof witnessSchema>;
export type PolicyVault = z.infer<typeof vaultSchema>;
export type PolicyDkimKey = z.infer<typeof dkimKeySchema>;
export type PolicyIssuer = z.infer<typeof issuerSchema>;
export type PolicyCardSigner = z.infer<typeof cardSignerSchema>;

/** Trusts nobody: every question of trust stays 'not checked'. */
export const emptyPolicy: Policy = {
  format: policyFormat,
  version: policyVersion,
  authorities: [],
  witnesses: [],
  vaults: [],
  cardSigners: [],
  dkimKeys: [],
  issuers: [],
};

/** Reads a policy, already parsed as strict JSON. Throws `input.policy-invalid`. */
export function parsePolicy(json: unknown): Policy {
  return parseWith(policySchema, json, 'input.policy-invalid');
}

function isCertificate(text: string): boolean {
  return isRead(() => parseCertificate(parseBase64(text)));
}

function isWitnessKey(text: string): boolean {
  return isRead(() => parseVerifierKey(text, 'cosignature'));
}

/** False if reading is refused; what else goes wrong is no answer. */
function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (thrown) {
    if (thrown instanceof VaultError || thrown instanceof TimestampFlaw) return false;
    throw thrown;
  }
}

function isMailKey(text: string): boolean {
  return readMailKey(mailKeyKind(text), text) !== undefined;
}

function isIssuerKey(key: string | JsonObject): boolean {
  return readIssuerKey(key) !== undefined;
}
