import { equalBytes } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { randomBytes } from '../crypto/random.ts';
import { readTimestamp } from '../ledger/timestamps/read-timestamp.ts';
import { parseSignedToken } from '../ledger/timestamps/signed-token.ts';
import { TimestampFlaw } from '../ledger/timestamps/timestamp-flaw.ts';
import { encodeTimestampRequest } from '../ledger/timestamps/timestamp-request.ts';
import { parseTimestampResponse } from '../ledger/timestamps/timestamp-response.ts';
import type { TimestampContent } from '../ledger/timestamps/timestamp-types.ts';
import { verifyTimestamp } from '../ledger/timestamps/verify-timestamp.ts';
import { readAtMost } from './read-at-most.ts';

export interface TimestampRequest {
  readonly hashes: HashPort;
  /** `evidence-vault/0.1.0`, sent as User-Agent. */
  readonly app: string;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole exchange; 20,000 unless told. */
  readonly timeout?: number;
}

/** An authority's token that answers what was asked; who the authority is, and whether to trust it, is for a verifier to judge. */
export interface ReceivedTimestamp {
  /** TimeStampToken in DER. */
  readonly token: Uint8Array;
  readonly content: TimestampContent;
}

const requestType = 'application/timestamp-query';
const responseType = 'application/timestamp-reply';
/** RFC 3161 asks for a nonce that cannot be guessed; 16 bytes are accepted everywhere. */
const nonceLength = 16;
/** Many times what a token with its certificates takes. */
const mostAnswer = 128 * 1024;
const wholeTimeout = 20_000;

/** The address of an authority as it is kept. Throws `source.unsafe-address` unless it is a plain web address without a sign-in. */
export function parseAuthorityAddress(text: string): string {
  const url = URL.parse(text);
  const plain =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (!plain) throw new VaultError('source.unsafe-address');
  return url.href;
}

/**
 * Asks a time stamping authority for a token over the SHA-256 of `message` (RFC 3161 sections 2.4 and 3.4). Only that digest and a
 * random number leave the computer. Plain http will do, since a token is signed; no redirect is followed, and neither cookies
 * nor credentials are sent. What does not answer the question (status, nonce, digest), and a token whose signature does not hold, is not handed on.
 *
 * Throws `proof.authority-unreachable`, `proof.authority-refused` (with `status` and `failure` in its details),
 * `proof.authority-wrong-answer` (with `what`), `source.unsafe-address`, `internal.cancelled`.
 */
export async function requestTimestamp(
  authority: string,
  message: Uint8Array,
  request: TimestampRequest,
): Promise<ReceivedTimestamp> {
  const digest = request.hashes.sha256(message);
  const nonce = newNonce();
  const query = encodeTimestampRequest({ imprint: { hash: 'SHA-256', digest }, nonce, certReq: true });
  const answer = parseTimestampResponse(await exchange(parseAuthorityAddress(authority), query, request));
  if (!answer.granted) {
    const { status, failure } = answer;
    if (status === 'unreadable') throw wrongAnswer('response');
    throw new VaultError('proof.authority-refused', {
      status,
      ...(failure === undefined ? {} : { failure }),
    });
  }
  const content = contentOf(answer.token);
  if (content.nonce === undefined || !equalBytes(content.nonce, nonce)) throw wrongAnswer('nonce');
  const { imprint } = content;
  if (imprint.hash !== 'SHA-256' || !equalBytes(imprint.digest, digest)) throw wrongAnswer('imprint');
  await refuseBroken(answer.token, message, nonce);
  return { token: answer.token, content };
}

/** All but trust can be judged now, also whether its certificate is good: what is broken would only come out when it is needed. */
async function refuseBroken(token: Uint8Array, message: Uint8Array, nonce: Uint8Array): Promise<void> {
  try {
    const trusted = parseSignedToken(token).certificates.map((certificate) => ({ name: '', certificate }));
    const verdict = await verifyTimestamp(token, { message, trusted, nonce });
    if (!verdict.ok) throw wrongAnswer(verdict.code);
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) throw wrongAnswer(thrown.problem, thrown);
    if (thrown instanceof VaultError && thrown.code === 'format.malformed')
      throw wrongAnswer('certificate', thrown);
    throw thrown;
  }
}

/** Its first byte is neither zero nor over 127, so that it is the same bytes as a positive number in DER. */
function newNonce(): Uint8Array {
  const [first = 0, ...rest] = randomBytes(nonceLength);
  return Uint8Array.of((first & 0x3f) | 0x40, ...rest);
}

function contentOf(token: Uint8Array): TimestampContent {
  try {
    return readTimestamp(token);
  } catch (cause) {
    if (cause instanceof VaultError) throw wrongAnswer('token', cause);
    throw cause;
  }
}

async function exchange(url: string, query: Uint8Array, request: TimestampRequest): Promise<Uint8Array> {
  const { app, signal, timeout = wholeTimeout } = request;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: query.slice(),
      headers: { 'content-type': requestType, accept: responseType, 'user-agent': app },
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw response.status >= 500
        ? new VaultError('proof.authority-unreachable', { status: response.status })
        : new VaultError('proof.authority-refused', { status: response.status });
    }
    const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== responseType) {
      await response.body?.cancel();
      throw wrongAnswer('content-type');
    }
    return await readAtMost(response, mostAnswer, () => wrongAnswer('too-large'));
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    if (signal.aborted) throw new VaultError('internal.cancelled', {}, thrown);
    throw new VaultError('proof.authority-unreachable', {}, thrown);
  }
}

function wrongAnswer(what: string, cause?: unknown): VaultError {
  return new VaultError('proof.authority-wrong-answer', { what }, cause);
}
