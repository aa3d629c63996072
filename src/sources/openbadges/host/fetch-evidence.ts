import { VaultError } from '../../../base/errors.ts';
import type { HttpAnswer } from '../../http/http-answer.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { HttpTimeouts } from '../../http/timeouts.ts';
import { isLoopbackHost } from '../../../base/loopback-host.ts';
import { startEvidenceCheck } from '../check-evidence.ts';
import type { EvidenceLink } from '../../../verify/origin/credentials/evidence-links.ts';
import type { BadgeSession } from './session.ts';

/** The largest file that is taken as evidence, in bytes: an hour of film. */
const largestEvidence = 2 * 1024 * 1024 * 1024;

export interface EvidencePort {
  /** For the host's own files, which are the learner's alone. */
  readonly session: BadgeSession;
  /** For files elsewhere: without a token, and only to addresses that anybody could ask. */
  readonly elsewhere: HttpClient;
  /** The address of the host. */
  readonly base: string;
}

export interface EvidenceAnswer {
  readonly answer: HttpAnswer;
  /** Throws at its end if the bytes are not what was signed for. Read once. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** A large film over a slow line takes its time; what does not move at all ends by the idle limit. */
const timeouts: Partial<HttpTimeouts> = { total: 4 * 3600 * 1000 };

/**
 * Asks for a file that a credential names: just that address, no redirect and nothing that the file itself leads to. The token goes to the
 * host's own origin only. 304 comes back as it is.
 *
 * Throws `source.unsafe-address` for an address that is not to be asked, `source.item-missing`, `source.item-refused`,
 * `source.download-wrong-type` for a page in the place of a file, `source.too-large`, or what is wrong with the whole host.
 */
export async function fetchEvidence(
  { session, elsewhere, base }: EvidencePort,
  link: EvidenceLink,
  { etag, signal }: { readonly etag: string | undefined; readonly signal: AbortSignal },
): Promise<EvidenceAnswer> {
  const url = evidenceAddress(link.address ?? '', new URL(base));
  const headers = etag === undefined ? {} : { 'If-None-Match': etag };
  const answer =
    url.origin === new URL(base).origin
      ? await session.get(url, headers, signal)
      : await elsewhere.request({ method: 'GET', url, headers, signal, timeouts });
  try {
    if (!(answer.status === 304 && etag !== undefined)) refuseOther(answer, link);
  } catch (thrown) {
    answer.discard();
    throw thrown;
  }
  return { answer, bytes: () => checked(answer, link) };
}

/** With TLS, and never this computer or its network: unless the host itself is this computer, as in practice and tests. */
function evidenceAddress(id: string, host: URL): URL {
  const url = URL.parse(id);
  const local = isLoopbackHost(host.hostname);
  if (url?.username !== '' || url.password !== '')
    throw new VaultError('source.unsafe-address', { reason: 'address' });
  if (isLoopbackHost(url.hostname) && !local)
    throw new VaultError('source.unsafe-address', { reason: 'private-network' });
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    throw new VaultError('source.unsafe-address', { reason: 'not-encrypted' });
  return url;
}

function refuseOther(answer: HttpAnswer, link: EvidenceLink): void {
  const { status } = answer;
  if (status === 404 || status === 410) throw new VaultError('source.item-missing', { status });
  // A host that is too busy is left alone; one that stumbles over a single file is asked for the others.
  if (status === 429 || status === 503) throw new VaultError('source.unreachable', { status });
  if (status !== 200) throw new VaultError('source.item-refused', { status });
  const served = essenceOf(answer.header('content-type'));
  const said = essenceOf(link.mediaType);
  // Where a digest was signed the bytes speak for themselves; without one a page may be a sign-in page in the place of the file.
  if (link.digests.length === 0 && served === 'text/html' && said !== 'text/html')
    throw new VaultError('source.download-wrong-type');
  const length = Number(answer.header('content-length') ?? Number.NaN);
  if (length > largestEvidence) throw new VaultError('source.too-large', { limit: largestEvidence });
}

async function* checked(answer: HttpAnswer, link: EvidenceLink): AsyncGenerator<Uint8Array, void, undefined> {
  const check = startEvidenceCheck(link);
  for await (const piece of answer.body(largestEvidence)) {
    check.update(piece);
    yield piece;
  }
  if (check.result() === 'differs') throw new VaultError('source.not-as-signed', { reason: 'digest' });
}

/** `text/html` of `text/html; charset=UTF-8`, in lower case. */
function essenceOf(mediaType: string | undefined): string {
  return (mediaType?.split(';')[0] ?? '').trim().toLowerCase();
}
