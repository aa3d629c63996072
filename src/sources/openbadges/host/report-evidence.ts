import { asVaultError, VaultError } from '../../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { DocumentRole } from '../../../evidence/records/document.ts';
import type { KnownItem } from '../../source.ts';
import { evidenceLinks, type EvidenceLink } from '../../../verify/origin/credentials/evidence-links.ts';
import type { EvidenceCheck } from '../check-evidence.ts';
import { objectsOf } from '../../../verify/origin/credentials/json-view.ts';
import { insideClr } from '../../../verify/origin/credentials/read-credential.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import type { HeldCredential, HostPull } from './host-pull.ts';
import { provenanceOf } from './answer-provenance.ts';

/** More files than one credential ever names, and than all of those within a CLR name. */
const mostEvidence = 200;
const mostInside = 5_000;

/** Where a piece of evidence lies in the vault, and how its bytes compare with what was signed for. */
export interface KeptEvidence {
  readonly item: string;
  readonly check: EvidenceCheck;
}

/**
 * Fetches the files that a credential names, or in a CLR those within it, and nothing beyond them; what differs from its signed digest is not kept. A file that cannot be had
 * is a failed item and stops nothing.
 * @returns what lies in the vault, by address. Throws what stops the whole pull: that the host cannot be asked any more, `internal.*`.
 */
export async function reportEvidence(
  pull: HostPull,
  held: HeldCredential,
): Promise<ReadonlyMap<string, KeptEvidence>> {
  const kept = new Map<string, KeptEvidence>();
  const links = new Map<string, EvidenceLink>();
  const inside = insideClr(held.read).flatMap((each) => (each instanceof VaultError ? [] : [each]));
  for (const { credential } of [held.read, ...inside])
    for (const link of evidenceLinks(credential).slice(0, mostEvidence))
      if (link.address !== undefined && links.size < mostInside) links.set(link.address, link);
  for (const [address, link] of links) {
    const found = await keepOne(pull, held, address, link);
    if (found !== undefined) kept.set(address, found);
  }
  return kept;
}

async function keepOne(
  pull: HostPull,
  held: HeldCredential,
  address: string,
  link: EvidenceLink,
): Promise<KeptEvidence | undefined> {
  const { sink, previous, signal, receiver } = pull.parts;
  const key = `${held.key}/evidence/${address}`;
  const item = sink.idOf(key);
  const known = previous.find(key);
  const name = link.name ?? lastPart(address);
  const check: EvidenceCheck = link.digests.length === 0 ? 'no-digest' : 'matches';
  const signed = link.digests.find(({ algorithm }) => algorithm === 'sha256')?.hex;
  // What lies here already and is what was signed for need not be fetched again.
  if (known?.sha256 !== undefined && known.sha256 === signed && known.failed === undefined) {
    pull.counted(await sink.unchanged(key));
    return { item, check };
  }
  try {
    const etag = known?.failed === undefined && link.digests.length === 0 ? etagOf(known) : undefined;
    const { answer, bytes } = await fetchEvidence(pull.parts, link, { etag, signal });
    if (answer.status === 304) {
      answer.discard();
      pull.counted(await sink.unchanged(key));
      return { item, check };
    }
    const mediaType = link.mediaType ?? answer.header('content-type');
    const served = answer.header('etag');
    const result = await sink.take({
      key,
      recordKind: 'document',
      name,
      record: documentRecord(name, link, sink.idOf(held.key), mediaType),
      content: { stream: bytes },
      ...(mediaType === undefined ? {} : { mediaType }),
      provenance: provenanceOf(answer, { method: 'download', url: address }, receiver),
      ...(served === undefined ? {} : { fingerprint: { etag: served } }),
    });
    answer.discard();
    pull.counted(result);
    return result.outcome === 'failed' ? before(pull, held, address) : { item, check };
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    if (code.startsWith('internal.') || (endsPull.has(code) && isOwn(pull, address))) throw thrown;
    pull.counted(await sink.failed({ key, recordKind: 'document', name, code, details }));
    return before(pull, held, address);
  }
}

/** What is wrong with the host itself, and not with one file. */
const endsPull: ReadonlySet<string> = new Set([
  'source.login-expired',
  'source.unreachable',
  'source.timeout',
]);

function isOwn({ parts }: HostPull, address: string): boolean {
  return new URL(address).origin === new URL(parts.base).origin;
}

/** What the credential's record said of this file before: what lies here from then is not less so because today it cannot be had. */
function before({ parts }: HostPull, held: HeldCredential, address: string): KeptEvidence | undefined {
  const { previous } = parts;
  const records = [previous.find(held.key), ...previous.list(`${held.key}/inside/`)];
  const said = records
    .flatMap((known) => objectsOf(known?.record?.evidence))
    .find((evidence) => evidence.address === address && evidence.item !== undefined);
  const { item, check } = said ?? {};
  return typeof item === 'string' && (check === 'matches' || check === 'no-digest')
    ? { item, check }
    : undefined;
}

function documentRecord(
  name: string,
  { genre, mediaType }: EvidenceLink,
  partOf: string,
  claimed: string | undefined,
): JsonObject {
  const role: DocumentRole =
    genre === 'submission' ? 'submission-file' : genre === 'feedback' ? 'feedback-file' : 'file';
  const type = mediaType ?? claimed;
  return { name, role, partOf, ...(type === undefined ? {} : { mediaTypeClaimed: type }) };
}

function etagOf(known: KnownItem | undefined): string | undefined {
  const { fingerprint } = known ?? {};
  return isJsonObject(fingerprint) && typeof fingerprint.etag === 'string' ? fingerprint.etag : undefined;
}

function lastPart(address: string): string {
  const { pathname, hostname } = new URL(address);
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || hostname;
  } catch {
    return last;
  }
}
