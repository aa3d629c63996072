import { VaultError } from '../../base/errors.ts';
import { listOf, objectOf, textOf } from '../../bundle/readable-json.ts';
import { parseRecord } from '../../evidence/parse-record.ts';
import type { Policy } from '../policy.ts';
import type { Dated, ItemOrigin } from '../verification-report.ts';
import { gradeSays, recordSays } from './credential-says.ts';
import { archivedIn, type ArchivedAnswer } from './credentials/archived-answers.ts';
import { describeCredential, type Description } from './credentials/describe-credential.ts';
import { evidenceLinks, type EvidenceLink } from './credentials/evidence-links.ts';
import { credentialLimits } from './credentials/limits.ts';
import type { GraphTime } from './credentials/proofs/canonical-graph.ts';
import { insideClr, readCredential, type ReadCredential } from './credentials/read-credential.ts';
import { judgeCredential } from './judge-credential.ts';
import type { OriginNotes } from './origin-notes.ts';
import type { ShownItem, ShownItems } from './shown-items.ts';

export interface JudgingOrigin {
  readonly policy: Policy;
  /** Since when entries have existed by trusted clocks, by entry key. */
  readonly dated: ReadonlyMap<string, Dated>;
  /** What is judged by where no trusted clock saw it; ISO 8601. */
  readonly otherwise: string;
  readonly signal: AbortSignal | undefined;
}

/** A credential of the bundle, held against the record that tells of it. */
interface Found {
  readonly read: ReadCredential;
  readonly description: Description;
  readonly document: ShownItem;
}

/**
 * Judges each credential that a record tells of, and what else it is signed over: the files whose digests it states, and the grades
 * that are its results (rules O2 to O8).
 */
export async function judgeCredentials(
  items: ShownItems,
  notes: OriginNotes,
  judging: JudgingOrigin,
): Promise<void> {
  const time: GraphTime = { left: credentialLimits.canonicalTimeOfFile };
  const files = filesByDigest(items);
  const grades = Map.groupBy(items.ofKind('grade'), ({ facts }) => textOf(facts.record.credential));
  const reader = new CandidateReader(items);
  const documents = new Set<ShownItem>();
  for (const item of items.ofKind('credential')) {
    const candidates = await reader.find(item);
    const found = candidates.find(({ description }) => recordSays(item, description));
    if (found === undefined) {
      if (candidates.length > 0) notes.add(item, otherItem(candidates[0]));
      continue;
    }
    const seen = judging.dated.get(found.document.key)?.by;
    const at = seen ?? judging.otherwise;
    const origin = await judgeCredential(found.read, {
      archive: archiveOf(item),
      issuers: judging.policy.issuers,
      seen,
      at,
      time,
      signal: judging.signal,
    });
    notes.add(item, { ...origin, covers: 'record' });
    // Of a document with several credentials in it, what one of them is worth says nothing of the others.
    if (found.read.text === candidates[0]?.read.text && !documents.has(found.document)) {
      documents.add(found.document);
      notes.add(found.document, ofDocument(found, origin));
    }
    noteFiles(items, notes, { item, found, origin, files });
    noteGrades(grades.get(item.facts.id) ?? [], notes, { found, origin });
  }
}

/** Anybody can put a signed credential into a picture of their own, and the picture is what people see. */
function ofDocument({ read: { form } }: Found, origin: ItemOrigin): ItemOrigin {
  const isPicture = form === 'png' || form === 'svg';
  return isPicture && origin.result === 'pass'
    ? { ...origin, result: 'not-checked', code: 'credential-in-picture', covers: 'credential' }
    : { ...origin, covers: 'credential' };
}

/** Reads the credentials in the documents that records name, each document once: a CLR has a record for each that is in it. */
class CandidateReader {
  readonly #items: ShownItems;
  readonly #known = new Map<ShownItem, readonly Found[]>();

  constructor(items: ShownItems) {
    this.#items = items;
  }

  /** The document's own credential first, then those within a CLR. */
  async find({ facts }: ShownItem): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const document of this.#items.versionsOf(facts.record.document)) {
      const known = this.#known.get(document) ?? (await this.#read(document));
      this.#known.set(document, known);
      found.push(...known);
    }
    return found;
  }

  async #read(document: ShownItem): Promise<readonly Found[]> {
    const bytes = await this.#items.read(document, credentialLimits.file);
    const read = bytes === undefined ? undefined : readOrNone(bytes);
    if (read === undefined) return [];
    const inside = insideClr(read).flatMap((each) => (each instanceof VaultError ? [] : [each]));
    return [read, ...inside].map((one) => ({ read: one, description: describeCredential(one), document }));
  }
}

function readOrNone(bytes: Uint8Array): ReadCredential | undefined {
  try {
    return readCredential(bytes);
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code !== 'internal.bug') return undefined;
    throw thrown;
  }
}

function archiveOf({ facts }: ShownItem): readonly ArchivedAnswer[] {
  const parsed = parseRecord('credential', facts.record);
  return parsed.known && parsed.kind === 'credential' ? archivedIn(parsed.record) : [];
}

function otherItem(found: Found | undefined): ItemOrigin {
  const by = found?.description.issuer.id;
  return {
    proof: 'credential',
    result: 'fail',
    code: 'credential-other-item',
    ...(by === undefined ? {} : { by }),
  };
}

type DigestMap = ReadonlyMap<string, readonly ShownItem[]>;

function filesByDigest(items: ShownItems): DigestMap {
  const files = items.all.filter(({ facts }) => facts.content !== undefined);
  return new Map([
    ...Map.groupBy(files, ({ facts }) => facts.content?.sha256 ?? ''),
    ...Map.groupBy(files, ({ facts }) => facts.content?.sha512 ?? ''),
  ]);
}

interface Noting {
  readonly item: ShownItem;
  readonly found: Found;
  readonly origin: ItemOrigin;
}

/** Files are bound by the digests that the credential states, whatever the vault calls them. */
function noteFiles(
  items: ShownItems,
  notes: OriginNotes,
  { item, found, origin, files }: Noting & { readonly files: DigestMap },
): void {
  const links = evidenceLinks(found.read.credential);
  const bound = new Set<ShownItem>();
  for (const link of links)
    for (const { hex } of link.digests)
      for (const file of files.get(hex) ?? []) if (fits(link, file)) bound.add(file);
  for (const file of bound) notes.add(file, { ...origin, covers: 'file' });
  for (const [at, said] of listOf(item.facts.record.evidence).entries()) {
    const told = objectOf(said);
    const link = links[at];
    if (link === undefined || textOf(told?.check) !== 'matches') continue;
    const shown = items.versionsOf(told?.item).filter(({ facts }) => facts.content !== undefined);
    // The vault says of a file that it is the one that was signed for, and it is another.
    if (shown.length > 0 && !shown.some((file) => fits(link, file)))
      for (const file of shown) notes.add(file, otherItem(found));
  }
}

/** All digests that can be compared must fit, and one of them at least. */
function fits(link: EvidenceLink, { facts }: ShownItem): boolean {
  const compared = link.digests.filter(({ algorithm }) => algorithm !== 'sha384');
  return (
    compared.length > 0 &&
    compared.every(
      ({ algorithm, hex }) => facts.content?.[algorithm === 'sha256' ? 'sha256' : 'sha512'] === hex,
    )
  );
}

function noteGrades(
  grades: readonly ShownItem[],
  notes: OriginNotes,
  { found, origin }: Pick<Noting, 'found' | 'origin'>,
): void {
  for (const grade of grades) {
    if (grade.view.notShown.includes('record.value')) continue;
    notes.add(grade, gradeSays(grade, found.description) ? { ...origin, covers: 'grade' } : otherItem(found));
  }
}
