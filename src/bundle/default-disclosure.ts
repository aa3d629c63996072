import type { JsonObject } from '../base/json.ts';
import { isChainField } from '../ledger/kinds/closing-entry.ts';
import { textOf } from './readable-json.ts';

/** Entries that never leave the vault: their fields are keys, or words for its own search that repeat whole documents. */
export const neverDisclosed: ReadonlySet<string> = new Set(['blob-stored', 'document-examined']);

/** Fields that stay closed unless somebody asks for them, by kind of entry. */
const closed: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  // Words for the search index repeat the file; fingerprints serve the connector; keys hold the portal's account numbers.
  ['item-captured', new Set(['text', 'fingerprint', 'key'])],
  ['item-failed', new Set(['key', 'details'])],
  // Settings name the account at the portal.
  ['source-added', new Set(['settings'])],
  // What a second copy is called, how large it is and which items were drawn is nobody's business.
  ['restore-rehearsed', new Set(['replica', 'bytes', 'seed'])],
  // The other logs of a vault are of no use to a reader.
  ['log-opened', new Set(['heads'])],
]);

/** The parts of a profile, which are shown or kept back one by one. */
export const identityFields = [
  'name',
  'dateOfBirth',
  'uln',
  'registration',
  'candidateNumber',
  'learnerNumber',
  'email',
] as const;
export type IdentityField = (typeof identityFields)[number];

/** What an export opens otherwise than by default. */
interface DisclosureChoice {
  /** Exactly these parts of the profile. */
  readonly identity?: readonly IdentityField[] | undefined;
}

/** Closed properties of records, by kind of record. */
const closedOfRecord: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  // What an awarding organisation needs to find its candidate is open: name, birthday, and the numbers that it or the state gave.
  ['profile', new Set(['record.email', 'record.learnerNumber'])],
  // All headers of an e-mail: addresses of other people, and the way that it took.
  ['message', new Set(['record.headers'])],
  ['statement', new Set(['record.contact'])],
  // That something is marked, and why, is for the learner alone.
  ['flag', new Set(['record.item', 'record.flags'])],
  // A row of a table holds whatever else its maker put there; what it says of the grade has properties of its own.
  ['grade', new Set(['record.row'])],
  ['decision', new Set(['record.row'])],
  ['unit', new Set(['record.row'])],
]);

/** What a portal let slip of a grade or feedback that it had not released. */
const closedUnlessReleased: ReadonlySet<string> = new Set([
  'record.raw',
  'record.value',
  'record.comments',
  'record.rubric',
  'record.markingGuide',
  'record.overridden',
]);

/**
 * The least that makes an entry useful: which of its fields an export opens unless told otherwise.
 * @param fields the values of the whole entry
 */
export function disclosesByDefault(
  fields: JsonObject,
  { identity }: DisclosureChoice = {},
): (name: string) => boolean {
  const kind = textOf(fields.kind) ?? '';
  const recordKind = textOf(fields['record-kind']) ?? '';
  const unreleased = fields['record.released'] === false;
  if (recordKind === 'profile' && identity !== undefined) {
    const open = new Set(identity.map((field) => `record.${field}`));
    return (name) => !name.startsWith('record.') || open.has(name);
  }
  const numbered = identity === undefined || identity.includes('registration');
  return (name) =>
    // The registration stands in the enrolment too.
    !(recordKind === 'enrolment' && name === 'record.registration' && !numbered) &&
    // How many attempts there are at what is not shown is nobody's business; an export opens the chains of what it shows.
    !(kind === 'history-closed' && isChainField(name)) &&
    !(closed.get(kind)?.has(name) ?? false) &&
    !(closedOfRecord.get(recordKind)?.has(name) ?? false) &&
    !(unreleased && closedUnlessReleased.has(name));
}
