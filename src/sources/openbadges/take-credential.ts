import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { gradeSaid } from '../../evidence/grades/grade-value.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { Credential } from '../../evidence/records/credential.ts';
import type { Document } from '../../evidence/records/document.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import { personAtSource } from '../../evidence/values/person.ts';
import type { ItemResult, Observation, PreviousState, Sink } from '../source.ts';
import {
  addressesToAsk,
  answersFor,
  type ArchivedAnswer,
} from '../../verify/origin/credentials/archived-answers.ts';
import type { Collected } from './collect-archive.ts';
import { archivedForRecord, earlierRecord, foundTheSame, worthKeeping } from './carry-archive.ts';
import { archivedIn } from '../../verify/origin/credentials/archived-answers.ts';
import type { CredentialReport } from '../../verify/origin/credentials/credential-report.ts';
import {
  describeCredential,
  mostPointsOf,
  type Description,
} from '../../verify/origin/credentials/describe-credential.ts';
import type { EvidenceCheck } from './check-evidence.ts';
import {
  insideClr,
  readCredential,
  type ReadCredential,
} from '../../verify/origin/credentials/read-credential.ts';
import { credentialLimits } from '../../verify/origin/credentials/limits.ts';
import type { GraphTime } from '../../verify/origin/credentials/proofs/canonical-graph.ts';
import { verifyCredential } from '../../verify/origin/credentials/verify-credential.ts';

/** A credential as a source has it. */
export interface GivenCredential {
  /** The source's own stable name for it. */
  readonly key: string;
  /** The name of its file. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What `readCredential` made of the bytes, if that was done before. */
  readonly read?: ReadCredential;
  readonly mediaType?: string;
  readonly provenance: Provenance;
  /** What the issuer was asked (`collectArchive`); absent where there was no network to ask by. */
  readonly collected?: Collected;
  /** Evidence that the source fetched, by address. */
  readonly evidence?: ReadonlyMap<string, { readonly item: string; readonly check: EvidenceCheck }>;
  readonly assignment?: string;
  readonly attempt?: string;
  /** More of the document's record, such as its path and its times. */
  readonly document?: Partial<Document>;
}

export interface TakingContext {
  readonly sink: Sink;
  readonly previous: Pick<PreviousState, 'find'>;
  /** Now. */
  readonly at: Date;
  readonly signal: AbortSignal;
}

/**
 * Takes a credential into the vault: its bytes as a document, what it says and what was checked as a `credential`, a `grade` for
 * each result that names one, and the same for each credential within a CLR. What was archived before is kept with it, and where a
 * check finds what the last one found, nothing is new.
 *
 * A record that is forged, taken back or signed by somebody else is kept as well, and says so; no grade is made of it.
 * Throws what `readCredential` throws, and `internal.cancelled`.
 * @returns results of the credential first, then of its document, its grades and what is within it
 */
export async function takeCredential(
  given: GivenCredential,
  taking: TakingContext,
): Promise<readonly ItemResult[]> {
  const context = { ...taking, time: { left: credentialLimits.canonicalTimeOfFile } };
  const read = given.read ?? readCredential(given.bytes);
  const { sink } = context;
  const documentKey = `${given.key}/document`;
  const document = sink.idOf(documentKey);
  const made = await makeRecord(read, given, { document }, context);
  const documentRecord: Document = {
    ...given.document,
    name: given.name,
    role: 'credential',
    ...(given.mediaType === undefined ? {} : { mediaTypeClaimed: given.mediaType }),
    mediaTypeFound: mediaTypes[read.form],
    partOf: sink.idOf(given.key),
  };
  const observations = [
    observe(given, documentKey, 'document', given.name, documentRecord, given.bytes),
    observe(given, given.key, 'credential', made.record.title ?? given.name, made.record),
  ];
  const results = [...(await sink.takeTogether(observations))].reverse();
  results.push(...(await takeGrades(given, given.key, made, context)));
  if (read.standard === 'clr-2') results.push(...(await takeInside(read, given, document, context)));
  return results;
}

const mediaTypes = {
  json: 'application/json',
  jwt: 'application/jwt',
  png: 'image/png',
  svg: 'image/svg+xml',
} as const;

interface Taking extends TakingContext {
  readonly time: GraphTime;
}

interface Made {
  readonly read: ReadCredential;
  readonly record: Credential;
}

async function takeInside(
  clr: ReadCredential,
  given: GivenCredential,
  document: string,
  context: Taking,
): Promise<readonly ItemResult[]> {
  const results: ItemResult[] = [];
  const keys = new Set<string>();
  const partOf = context.sink.idOf(given.key);
  for (const [index, read] of insideClr(clr).entries()) {
    if (read instanceof VaultError) {
      const key = `${given.key}/inside/${String(index)}`;
      const name = `${given.name} (${String(index + 1)})`;
      results.push(await context.sink.failed({ key, recordKind: 'credential', name, code: read.code }));
      continue;
    }
    const { id } = read.credential;
    const named = `${given.key}/inside/${typeof id === 'string' ? id : String(index)}`;
    const key = keys.has(named) ? `${given.key}/inside/${String(index)}` : named;
    keys.add(key);
    const made = await makeRecord(read, { ...given, key }, { document, partOf }, context);
    const name = made.record.title ?? `${given.name} (${String(index + 1)})`;
    results.push(await context.sink.take(observe(given, key, 'credential', name, made.record)));
    results.push(...(await takeGrades(given, key, made, context)));
  }
  return results;
}

async function makeRecord(
  read: ReadCredential,
  given: GivenCredential,
  place: { readonly document: string; readonly partOf?: string },
  context: Taking,
): Promise<Made> {
  throwIfCancelled(context.signal);
  const earlier = earlierRecord(context.previous.find(given.key)?.record);
  const judged = await judge(read, given, earlier, context);
  const described = describeCredential(read);
  const links = {
    ...(given.assignment === undefined ? {} : { assignment: given.assignment }),
    ...(given.attempt === undefined ? {} : { attempt: given.attempt }),
  };
  const record: Credential = {
    ...described,
    results: described.results.map((result, index) =>
      isGrade(result) && mayVouch(judged.checked)
        ? { ...result, grade: context.sink.idOf(gradeKey(given.key, index)) }
        : result,
    ),
    evidence: described.evidence.map((evidence) => {
      const fetched = evidence.address === undefined ? undefined : given.evidence?.get(evidence.address);
      return fetched === undefined ? evidence : { ...evidence, ...fetched };
    }),
    ...judged,
    ...place,
    ...links,
  };
  return { read, record };
}

type Judged = Pick<Credential, 'checked' | 'archived' | 'notFetched'>;

/** Checks with everything that is at hand: what was archived before, and what was asked just now. */
async function judge(
  read: ReadCredential,
  given: GivenCredential,
  earlier: Credential | undefined,
  context: Taking,
): Promise<Judged> {
  const before = earlier === undefined ? [] : archivedIn(earlier);
  const fresh = answersFor(read, given.collected?.archive ?? []);
  const verify = (archive: readonly ArchivedAnswer[]): Promise<CredentialReport> =>
    verifyCredential(read, { archive, at: context.at, signal: context.signal, time: context.time });
  let archive = [...before, ...fresh];
  let report = await verify(archive);
  if (report.status.state === 'not-checked' && before.length > 0 && fresh.length > 0) {
    // A list that cannot be read today does not undo what was read before.
    const kept = [...before, ...fresh.filter(({ purpose }) => purpose === 'keys')];
    const without = await verify(kept);
    if (without.status.state !== 'not-checked') [archive, report] = [kept, without];
  }
  if (earlier !== undefined && foundTheSame(report, earlier.checked))
    return { checked: earlier.checked, archived: earlier.archived, notFetched: earlier.notFetched };
  const archived = worthKeeping([
    ...(earlier?.archived ?? []),
    ...archivedForRecord(archive.slice(before.length)),
  ]);
  const asked =
    given.collected?.missing ?? addressesToAsk(read).map((each) => ({ ...each, code: 'not-asked' }));
  const own = new Set(addressesToAsk(read).map(({ address }) => address));
  const missing = asked.filter(
    ({ address }) => own.has(address) && !archived.some((each) => each.address === address),
  );
  return {
    checked: checkedOf(report),
    archived,
    notFetched: missing.map(({ purpose, address, code }) => ({ purpose, address, code })),
  };
}

function checkedOf({ at, signature, key, time, status }: CredentialReport): Credential['checked'] {
  return {
    at,
    signature: { ...signature, codes: [...signature.codes] },
    key: { ...key, codes: [...key.codes] },
    time: { ...time, codes: [...time.codes] },
    status: { ...status, codes: [...status.codes] },
  };
}

async function takeGrades(
  given: GivenCredential,
  key: string,
  { read, record }: Made,
  { sink, signal }: Taking,
): Promise<readonly ItemResult[]> {
  const taken: ItemResult[] = [];
  for (const [index, result] of record.results.entries()) {
    if (result.grade === undefined) continue;
    throwIfCancelled(signal);
    const title = [record.title ?? given.name, result.of].filter((part) => part !== undefined).join(': ');
    const said = result.value ?? result.level ?? null;
    const when = record.awarded ?? record.validFrom;
    const grade: Grade = {
      title,
      value: gradeSaid(said, hintOf(result, mostPointsOf(read.credential, index))),
      credential: sink.idOf(key),
      by: personAtSource(record.issuer.id, record.issuer.name),
      released: true,
      releasedBecause: 'in-document',
      ...(when === undefined ? {} : { gradedAt: when }),
      ...(given.assignment === undefined ? {} : { assignment: given.assignment }),
      ...(given.attempt === undefined ? {} : { attempt: given.attempt }),
    };
    taken.push(await sink.take(observe(given, gradeKey(key, index), 'grade', title, grade)));
  }
  return taken;
}

function hintOf(
  { type }: Description['results'][number],
  of: number | undefined,
): Parameters<typeof gradeSaid>[1] {
  if (type === 'Percent') return { scheme: 'percent' };
  if (type === 'RawScore' || type === 'RubricScore')
    return { scheme: 'points', ...(of === undefined ? {} : { of }) };
  return {};
}

/** A result that says how something was marked; not a forecast, a state of enrolment, or a sort that the standard does not know. */
function isGrade({ type, value, level }: Description['results'][number]): boolean {
  if (value === undefined && level === undefined) return false;
  return type !== 'PredictedScore' && type !== 'Status' && type?.startsWith('ext:') !== true;
}

/** No grade is made of a record that somebody else signed or that was taken back. */
function mayVouch({ signature, key, status }: Credential['checked']): boolean {
  return signature.state !== 'bad' && key.state !== 'bad' && !status.codes.includes('revoked');
}

function gradeKey(key: string, index: number): string {
  return `${key}/grade/${String(index)}`;
}

function observe(
  { provenance, mediaType }: GivenCredential,
  key: string,
  recordKind: string,
  name: string,
  record: Document | Credential | Grade,
  bytes?: Uint8Array,
): Observation {
  return {
    key,
    recordKind,
    name,
    record: jsonOf(record),
    provenance,
    ...(bytes === undefined ? {} : { content: { bytes } }),
    ...(bytes === undefined || mediaType === undefined ? {} : { mediaType }),
  };
}

/** A record is plain JSON by its schema; its type names its known properties only. */
function jsonOf(record: object): JsonObject {
  return { ...record };
}
