import { VaultError, throwIfCancelled } from '../../../base/errors.ts';
import { parseUtf8, utf8 } from '../../../base/bytes.ts';
import type { HttpAnswer } from '../../http/http-answer.ts';
import { sliceArray } from './json-slices.ts';
import { nextLink } from './next-link.ts';
import type { BadgeHost } from './service-description.ts';
import type { BadgeSession } from './session.ts';

/** How many credentials are asked for at a time. */
const pageSize = 50;
/** More than fifty credentials with their pictures inside, in bytes; a host that sends more is not read. */
const longestPage = 32 * 1024 * 1024;
/** A host with more pages than this is going in circles. */
const mostPages = 2_000;

/** A credential as it was answered: JSON as it stands in the page, or the characters of a compact JWS. */
export interface ListedCredential {
  readonly format: 'json' | 'jws';
  readonly bytes: Uint8Array;
}

export interface CredentialPage {
  readonly credentials: readonly ListedCredential[];
  /** The answer, its body read. */
  readonly answer: HttpAnswer;
  readonly url: URL;
  /** How many there are in all, as the host says (X-Total-Count). */
  readonly total: number | undefined;
}

/**
 * Every page of the learner's credentials (Open Badges 3.0 section 6.2.2, paging in 6.4). The next page is the one of the Link header (RFC
 * 8288); where that leads off the list's own address, or there is none though more were counted, it is asked for by its offset, so that the
 * token never goes elsewhere. `since` is not used: a credential that was changed or revoked later would not be seen.
 *
 * Throws `source.login-expired`, `source.refused`, `source.maintenance`, `source.protocol`, `source.*`.
 */
export async function* listCredentialPages(
  host: Pick<BadgeHost, 'base' | 'api'>,
  session: BadgeSession,
  signal: AbortSignal,
  limit = pageSize,
): AsyncGenerator<CredentialPage, void, undefined> {
  const list = new URL(`${host.base}/${host.api.path}/credentials`);
  let url = pageAt(list, limit, 0);
  const asked = new Set<string>();
  for (let seen = 0; asked.size < mostPages;) {
    throwIfCancelled(signal);
    asked.add(url.href);
    const page = await readPage(session, url, signal);
    yield page;
    seen += page.credentials.length;
    if (page.credentials.length === 0) return;
    const next = nextLink(page.answer.header('link'), url);
    const linked = next?.origin === list.origin && next.pathname === list.pathname ? next : undefined;
    if (linked !== undefined && !asked.has(linked.href)) url = linked;
    else if (page.total !== undefined && seen < page.total) url = pageAt(list, limit, seen);
    else return;
    if (asked.has(url.href)) throw new VaultError('source.protocol', { reason: 'paging' });
  }
  throw new VaultError('source.protocol', { reason: 'paging' });
}

function pageAt(list: URL, limit: number, offset: number): URL {
  const url = new URL(list);
  url.searchParams.set('limit', String(limit));
  url.searchParams.set('offset', String(offset));
  return url;
}

async function readPage(session: BadgeSession, url: URL, signal: AbortSignal): Promise<CredentialPage> {
  const answer = await session.get(url, { Accept: 'application/json, application/ld+json' }, signal);
  const failure = statusError(answer.status);
  if (failure !== undefined) {
    answer.discard();
    throw failure;
  }
  const bytes = await answer.bytes(longestPage);
  const total = /^\d{1,9}$/.exec(answer.header('x-total-count') ?? '')?.[0];
  return {
    credentials: credentialsOf(bytes),
    answer,
    url,
    total: total === undefined ? undefined : Number(total),
  };
}

/** The error of a status; undefined for 200. Bodies (Imsx_StatusInfo) are for people and are not read. */
export function statusError(status: number): VaultError | undefined {
  if (status === 200) return undefined;
  if (status === 401) return new VaultError('source.login-expired', { status });
  if (status === 403) return new VaultError('source.refused', { status });
  if (status === 503) return new VaultError('source.maintenance', { status });
  if (status === 429 || status >= 500) return new VaultError('source.unreachable', { status });
  return new VaultError('source.protocol', { status });
}

/**
 * `credential` holds those with a proof inside, `compactJwsString` those that are a JWS (GetOpenBadgeCredentialsResponse, appendix B of
 * Open Badges 3.0); its example writes `compactJwsStrings`, and hosts have followed the example.
 */
function credentialsOf(bytes: Uint8Array): ListedCredential[] {
  let whole: unknown;
  try {
    whole = JSON.parse(parseUtf8(bytes));
  } catch {
    throw new VaultError('source.protocol', { reason: 'json' });
  }
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole))
    throw new VaultError('source.protocol', { reason: 'list' });
  const inside = sliceArray(bytes, 'credential') ?? [];
  const signed = ['compactJwsString', 'compactJwsStrings'].flatMap((name) => sliceArray(bytes, name) ?? []);
  return [
    ...inside.map((slice): ListedCredential => ({ format: 'json', bytes: slice })),
    ...signed.map((slice): ListedCredential => ({ format: 'jws', bytes: textOf(slice) })),
  ];
}

/** The characters of a JSON string. */
function textOf(slice: Uint8Array): Uint8Array {
  const text: unknown = JSON.parse(parseUtf8(slice));
  if (typeof text !== 'string') throw new VaultError('source.protocol', { reason: 'list' });
  return utf8(text);
}
