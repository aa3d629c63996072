import { asVaultError } from '../../../../base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../base/json.ts';
import { parseStrictJson } from '../../../../base/parse-json.ts';
import { idOf, listOf, objectsOf, textsOf } from '../json-view.ts';
import { keyOfJwk, keyOfMultibase, sameKey, type PublicKey } from './public-key.ts';

/** A key that a document lists. */
export interface ListedKey {
  readonly key: PublicKey;
  /** Who controls it, as the document says: the method's own `controller`, or the document itself. */
  readonly controller: string | undefined;
  /** True if the document names it under `assertionMethod`, or is a bare key or key set, which names no purposes. */
  readonly forAssertion: boolean;
  /** ISO times of Controlled Identifiers 1.0 section 2.2, verbatim. */
  readonly revoked?: string;
  readonly expires?: string;
}

/** An issuer's document: a DID document or controlled identifier document, a JWK set (RFC 7517 section 5), or one bare key. */
export interface KeyDocument {
  readonly id: string | undefined;
  /** The key of an id: absolute, or just its fragment. */
  find(keyId: string): ListedKey | 'unreadable' | undefined;
  /** True if the same key is listed under any id, for assertion. */
  lists(key: PublicKey): boolean;
}

/**
 * Reads a document of keys that was received from `address`. Undefined for what is none.
 */
export function readKeyDocument(text: string, address: string): KeyDocument | undefined {
  const value = parseOrNone(text);
  if (!isJsonObject(value)) return undefined;
  const id = typeof value.id === 'string' ? value.id : undefined;
  const sets = objectsOf(value.keys);
  if (sets.length > 0)
    return documentOf(
      undefined,
      sets.flatMap((jwk) => methodOfJwk(jwk, address)),
    );
  // A bare key is what its address stands for, whatever it calls itself.
  if (typeof value.kty === 'string') {
    const methods = methodOfJwk(value, address);
    return documentOf(undefined, [...methods, ...methods.map((method) => ({ ...method, id: address }))]);
  }
  if (typeof value.publicKeyMultibase === 'string' || isJsonObject(value.publicKeyJwk))
    return documentOf(undefined, [methodOf(value, id ?? address, true)]);
  // Controlled Identifiers 1.0 section 2.3: a relationship names a method of the document, or holds one of its own.
  const named = new Set(textsOf(value.assertionMethod).map((name) => absolute(name, id ?? address)));
  const methods = [
    ...objectsOf(value.verificationMethod).map((method) => {
      const methodId = absolute(idOf(method) ?? '', id ?? address);
      return methodOf(method, id ?? address, named.has(methodId));
    }),
    ...objectsOf(value.assertionMethod).map((method) => methodOf(method, id ?? address, true)),
  ];
  return methods.length === 0 && id === undefined ? undefined : documentOf(id, methods);
}

interface Method {
  readonly id: string;
  readonly listed: ListedKey | undefined;
}

function documentOf(id: string | undefined, methods: readonly Method[]): KeyDocument {
  return {
    id,
    find(keyId) {
      const wanted = methods.filter(
        (method) =>
          method.id === keyId || (!keyId.includes(':') && fragmentOf(method.id) === fragmentOf(keyId)),
      );
      const found = wanted.find(({ listed }) => listed?.forAssertion === true) ?? wanted[0];
      return found === undefined ? undefined : (found.listed ?? 'unreadable');
    },
    lists: (key) => methods.some(({ listed }) => listed?.forAssertion === true && sameKey(listed.key, key)),
  };
}

function methodOf(method: JsonObject, owner: string, forAssertion: boolean): Method {
  const id = absolute(idOf(method) ?? '', owner);
  const key =
    typeof method.publicKeyMultibase === 'string'
      ? keyOfMultibase(method.publicKeyMultibase)
      : isJsonObject(method.publicKeyJwk)
        ? keyOfJwk(method.publicKeyJwk)
        : undefined;
  if (key === undefined) return { id, listed: undefined };
  const controller = listOf(method.controller).find((each) => typeof each === 'string') ?? owner;
  return {
    id,
    listed: {
      key,
      controller,
      forAssertion,
      ...(typeof method.revoked === 'string' ? { revoked: method.revoked } : {}),
      ...(typeof method.expires === 'string' ? { expires: method.expires } : {}),
    },
  };
}

/** A key of a set is named by its `kid`, as it stands or as a fragment of the set's address. */
function methodOfJwk(jwk: JsonObject, address: string): Method[] {
  const key = jwk.use === 'enc' ? undefined : keyOfJwk(jwk);
  const listed = key === undefined ? undefined : { key, controller: undefined, forAssertion: true };
  if (typeof jwk.kid !== 'string') return [{ id: address, listed }];
  const id = jwk.kid.includes(':') ? jwk.kid : `${address}#${jwk.kid}`;
  return [{ id, listed }];
}

function absolute(id: string, owner: string): string {
  return id.startsWith('#') ? `${owner}${id}` : id;
}

function fragmentOf(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

function parseOrNone(text: string): JsonValue | undefined {
  try {
    return parseStrictJson(text);
  } catch (thrown) {
    if (asVaultError(thrown).code === 'internal.bug') throw thrown;
    return undefined;
  }
}
