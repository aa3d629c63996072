import { equalBytes, parseUtf8 } from '../../../base/bytes.ts';
import { VaultError, asVaultError } from '../../../base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { parseStrictJson } from '../../../base/parse-json.ts';
import { looksLikeJws, parseCompactJws, type CompactJws } from './forms/compact-jws.ts';
import { findBakedInPng, pngSignature } from './forms/png.ts';
import { findBakedInSvg } from './forms/svg.ts';
import { listOf, objectsOf, textsOf } from './json-view.ts';
import { credentialLimits } from './limits.ts';

type CredentialForm = 'json' | 'jwt' | 'png' | 'svg';
/** Which standard a credential follows, by its own types. `open-badge-2` stands for everything before version 3. */
type CredentialStandard = 'open-badge-3' | 'clr-2' | 'credential' | 'open-badge-2';

/** A credential, taken out of what held it. Nothing is verified. */
export interface ReadCredential {
  /** What held it. */
  readonly form: CredentialForm;
  readonly standard: CredentialStandard;
  readonly credential: JsonObject;
  /** As it stood: the JSON text, or the compact JWS. */
  readonly text: string;
  /** Where it was secured by a JWS around it. */
  readonly jws?: CompactJws;
}

/**
 * Reads a credential out of a file: JSON, compact JWS, or a PNG or SVG picture with one of them baked in (Open Badges 3.0 section 5).
 * JSON is read strictly: no name twice, no lone surrogates, at most 64 deep.
 *
 * Throws `format.unknown` for what is no credential, `format.malformed` and `input.json-invalid` for what is broken, `input.too-large`.
 */
export function readCredential(bytes: Uint8Array): ReadCredential {
  if (bytes.length > credentialLimits.file)
    throw new VaultError('input.too-large', { limit: credentialLimits.file });
  if (equalBytes(bytes.subarray(0, 8), pngSignature)) return baked('png', findBakedInPng(bytes)?.text);
  const text = parseUtf8(bytes)
    .replace(/^\ufeff/, '')
    .trim();
  if (text.startsWith('<')) return baked('svg', findBakedInSvg(bytes)?.text);
  if (bytes.length > credentialLimits.text)
    throw new VaultError('input.too-large', { limit: credentialLimits.text });
  return readText(text, undefined);
}

/** As `readCredential`, but undefined for what is no credential at all. What is broken still throws. */
export function findCredential(bytes: Uint8Array): ReadCredential | undefined {
  try {
    return readCredential(bytes);
  } catch (thrown) {
    if (asVaultError(thrown).code === 'format.unknown') return undefined;
    throw thrown;
  }
}

/** A credential that another one holds: in a CLR, or a status list that was fetched. */
export function readInnerCredential(value: JsonValue): ReadCredential {
  if (typeof value === 'string') return readText(value.trim(), undefined);
  if (!isJsonObject(value)) throw new VaultError('format.unknown');
  return readObject(value, JSON.stringify(value), undefined);
}

/**
 * The credentials within a CLR (CLR 2.0, `ClrSubject.verifiableCredential`): each is an object with a proof of its own, or a compact
 * JWS. What cannot be read comes back as its error.
 */
export function insideClr(read: ReadCredential): readonly (ReadCredential | VaultError)[] {
  const given = objectsOf(read.credential.credentialSubject).flatMap((subject) =>
    listOf(subject.verifiableCredential),
  );
  return given.slice(0, credentialLimits.inside).map((value) => {
    try {
      return readInnerCredential(value);
    } catch (thrown) {
      return asVaultError(thrown);
    }
  });
}

function baked(form: 'png' | 'svg', text: string | undefined): ReadCredential {
  if (text === undefined) throw new VaultError('format.unknown');
  return readText(text.trim(), form);
}

function readText(text: string, form: 'png' | 'svg' | undefined): ReadCredential {
  if (looksLikeJws(text)) {
    const jws = parseCompactJws(text);
    return { ...readPayload(jws), form: form ?? 'jwt' };
  }
  // Open Badges 1 and 2 bake in no more than the address of a hosted assertion.
  if (form !== undefined && /^https?:\/\/\S+$/.test(text))
    return { form, standard: 'open-badge-2', credential: { id: text, type: 'Assertion' }, text };
  if (!text.startsWith('{')) throw new VaultError('format.unknown');
  const value = parseStrictJson(text);
  if (!isJsonObject(value)) throw new VaultError('format.unknown');
  return readObject(value, text, form);
}

/**
 * The credential that a JWS secures: its payload (VC-JOSE-COSE section 3.1.1; Open Badges 3.0 section 8.2), or the claim `vc` in it
 * (VC data model 1.1 section 6.3.1), as issuers still write it.
 */
function readPayload(jws: CompactJws): ReadCredential {
  const { vc } = jws.payload;
  const credential = isJsonObject(vc) ? vc : jws.payload;
  const standard = standardOf(credential);
  if (standard === undefined) throw new VaultError('format.unknown');
  return { form: 'jwt', standard, credential, text: jws.text, jws };
}

function readObject(value: JsonObject, text: string, form: 'png' | 'svg' | undefined): ReadCredential {
  const enveloped = envelopedJws(value);
  if (enveloped !== undefined) return { ...readPayload(parseCompactJws(enveloped)), form: form ?? 'json' };
  const standard = standardOf(value);
  if (standard === undefined) throw new VaultError('format.unknown');
  return { form: form ?? 'json', standard, credential: value, text };
}

/** VC data model 2.0 section 4.13: a `data:` address that holds the secured credential. */
function envelopedJws(value: JsonObject): string | undefined {
  if (!textsOf(value.type).includes('EnvelopedVerifiableCredential')) return undefined;
  const found = typeof value.id === 'string' ? /^data:application\/vc\+jwt,(\S+)$/.exec(value.id) : null;
  return found?.[1];
}

function standardOf(credential: JsonObject): CredentialStandard | undefined {
  const types = textsOf(credential.type);
  if (types.includes('VerifiableCredential')) {
    if (types.includes('ClrCredential')) return 'clr-2';
    return types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')
      ? 'open-badge-3'
      : 'credential';
  }
  // Open Badges 2.0 section 4.1; before it an assertion had no type, and named its badge by address.
  const old = textsOf(credential['@context']).some((context) =>
    /openbadges|w3id\.org\/openbadges/.test(context),
  );
  if (types.includes('Assertion') && old) return 'open-badge-2';
  return types.length === 0 &&
    credential.recipient !== undefined &&
    credential.badge !== undefined &&
    credential.verify !== undefined
    ? 'open-badge-2'
    : undefined;
}
