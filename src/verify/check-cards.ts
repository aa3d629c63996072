import { encodeBase64, equalBytes, parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { compareLearner, type ShownLearner } from '../bundle/cards/card-learner.ts';
import {
  isWhole,
  readVaultCard,
  type CardCountersignature,
  type VaultCard,
} from '../bundle/cards/vault-card.ts';
import { entryKey, type EntryView } from '../bundle/entry-view.ts';
import { textOf } from '../bundle/readable-json.ts';
import { trustProblem } from '../ledger/trusted-when.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { Policy, PolicyCardSigner } from './policy.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { CardResult, CardSignerResult, Dated } from './verification-report.ts';

interface Judging {
  readonly policy: Policy;
  /** What was signed later does not count. */
  readonly at: string | undefined;
  /** Since when entries have existed, by trusted clocks. */
  readonly dated: ReadonlyMap<string, Dated>;
}

/** How near each reason comes to a card that counts, the nearest first. */
const reasons = [
  'card-learner-not-shown',
  'card-signer-compromised',
  'card-signer-not-then',
  'card-later',
  'card-signer-not-trusted',
  'card-too-new',
] as const satisfies readonly VerificationCode[];
type Reason = (typeof reasons)[number];

/** What a card's own fault is called; it fails the check of identity. */
type Fault = Extract<
  VerificationCode,
  'card-malformed' | 'card-other-vault' | 'card-signature-wrong' | 'card-other-learner'
>;

/**
 * Who says whose vault this is (rules I4 to I9). A card that is broken, another vault's or another learner's fails the check of identity;
 * one by a signer whom the policy does not name only says what it claims.
 */
export function checkCards(
  { publicKey }: BundleLayout,
  { rows, problems }: History,
  judging: Judging,
  sheet: CheckSheet,
): CardResult[] {
  const views = rows.flatMap(({ view }) =>
    view === undefined || problems.has(entryKey(view.entry)) ? [] : [view],
  );
  const learner = learnerOf(views);
  return views
    .filter(({ kind }) => kind === 'card-added')
    .map((view): CardResult => {
      const card = readCard(view);
      if (typeof card === 'string') return brokenCard(card, view, sheet);
      const signers = card.countersignatures.map((one) => judgeSigner(one, view, judging));
      const said = {
        name: card.name,
        ...(card.registration === undefined ? {} : { registration: card.registration }),
        ...(card.organisation === undefined ? {} : { organisation: card.organisation }),
        signers,
      };
      const agreement = compareLearner(card, learner);
      const fault = faultOf(card, publicKey, agreement);
      if (fault !== undefined) {
        sheet.fail('identity', { code: fault, entry: view.entry });
        return { ...said, result: 'fail', code: fault };
      }
      const code = reasonOf(signers, agreement);
      return code === undefined ? { ...said, result: 'pass' } : { ...said, result: 'not-checked', code };
    });
}

/** The reason that comes nearest to a card that counts, among several cards of which none does. */
export function nearestReason(cards: readonly CardResult[]): VerificationCode | undefined {
  return reasons.find((reason) => cards.some(({ code }) => code === reason));
}

function brokenCard(code: 'card-malformed' | 'card-too-new', view: EntryView, sheet: CheckSheet): CardResult {
  if (code === 'card-too-new') return { signers: [], result: 'not-checked', code };
  sheet.fail('identity', { code, entry: view.entry });
  return { signers: [], result: 'fail', code };
}

function readCard({ fields }: EntryView): VaultCard | 'card-malformed' | 'card-too-new' {
  try {
    return readVaultCard(fields.card);
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    return thrown.code === 'format.too-new' ? 'card-too-new' : 'card-malformed';
  }
}

function faultOf(
  card: VaultCard,
  publicKey: Uint8Array,
  agreement: ReturnType<typeof compareLearner>,
): Fault | undefined {
  if (!isWhole(card)) return 'card-signature-wrong';
  if (!equalBytes(card.root, publicKey)) return 'card-other-vault';
  return agreement === 'other' ? 'card-other-learner' : undefined;
}

function reasonOf(
  signers: readonly CardSignerResult[],
  agreement: ReturnType<typeof compareLearner>,
): Reason | undefined {
  if (signers.some(({ result }) => result === 'pass'))
    return agreement === 'same' ? undefined : 'card-learner-not-shown';
  return reasons.find((reason) => signers.some(({ code }) => code === reason)) ?? 'card-signer-not-trusted';
}

function judgeSigner(
  { name, key, signedAt }: CardCountersignature,
  view: EntryView,
  { policy, at, dated }: Judging,
): CardSignerResult {
  const claimed = { name, key: encodeBase64(key), signedAt };
  const known = policy.cardSigners.filter((one) => equalBytes(parseBase64(one.key), key));
  const by = dated.get(entryKey(view.entry))?.by;
  const judged = known.map((one) => ({ known: one.name, code: judgeTerms(one, { signedAt, at, by }) }));
  const best = judged.find(({ code }) => code === undefined) ?? judged[0];
  if (best === undefined) return { ...claimed, result: 'not-checked', code: 'card-signer-not-trusted' };
  return best.code === undefined
    ? { ...claimed, known: best.known, result: 'pass' }
    : { ...claimed, known: best.known, result: 'not-checked', code: best.code };
}

/**
 * A trusted signer's own word says when they signed. Where their key may have been in other hands since, whoever had it could write any
 * day: then a trusted clock must have seen the card before.
 */
function judgeTerms(
  { from, until, compromisedFrom }: PolicyCardSigner,
  {
    signedAt,
    at,
    by,
  }: { readonly signedAt: string; readonly at: string | undefined; readonly by: string | undefined },
): 'card-later' | 'card-signer-not-then' | 'card-signer-compromised' | undefined {
  const signed = Date.parse(signedAt);
  if (at !== undefined && signed > Date.parse(at)) return 'card-later';
  if (trustProblem({ from, until }, signed) !== undefined) return 'card-signer-not-then';
  if (compromisedFrom === undefined) return undefined;
  return by !== undefined && Date.parse(by) < Date.parse(compromisedFrom)
    ? undefined
    : 'card-signer-compromised';
}

/** Who the bundle says the learner is. */
function learnerOf(views: readonly EntryView[]): ShownLearner {
  const said = (kinds: readonly string[], property: string) =>
    views
      .filter(
        ({ kind, fields }) => kind === 'record-stated' && kinds.includes(textOf(fields['record-kind']) ?? ''),
      )
      .flatMap(({ record }) => textOf(record[property]) ?? []);
  return {
    names: said(['profile'], 'name'),
    registrations: said(['profile', 'enrolment'], 'registration'),
  };
}
