import type { HashPort } from '../crypto/hash-port.ts';
import { isEncrypted } from '../bundle/encrypted/is-encrypted.ts';
import type { RandomAccess } from '../bundle/zip/random-access.ts';
import { brokenZipRule } from '../bundle/zip/zip-rules.ts';
import type { BundleFiles } from './bundle-files.ts';
import { checkAnchors } from './check-anchors.ts';
import { checkCards } from './check-cards.ts';
import { checkCheckpoints } from './check-checkpoints.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkForks } from './check-forks.ts';
import { checkHistory, type History } from './check-history.ts';
import { checkPart } from './check-part.ts';
import { checkPage, comparePages, type RenderPdf } from './check-page.ts';
import { checkIdentity } from './check-identity.ts';
import { checkPayload } from './check-payload.ts';
import { CheckSheet } from './check-sheet.ts';
import { checkTime } from './check-time.ts';
import { checkSignature, checkTagIntegrity } from './check-tags.ts';
import { checkWitnesses } from './check-witnesses.ts';
import { openBundle, type DigestsAhead, type OpenedBundle } from './open-bundle.ts';
import { parseExpectedKey, type ExpectedKey } from './expected-key.ts';
import { itemResults } from './item-results.ts';
import { checkOrigin } from './origin/check-origin.ts';
import { emptyPolicy, type Policy } from './policy.ts';
import type { PartReport } from './part-report.ts';
import { provenLogs, type ProvenLog } from './proven-logs.ts';
import { readRehearsal } from './read-rehearsal.ts';
import { readLayout, type BundleLayout } from './read-layout.ts';
import type {
  AttemptCounts,
  BundleSummary,
  CardResult,
  ItemResult,
  Signer,
  RehearsalResult,
  VerificationReport,
} from './verification-report.ts';

export interface VerifyOptions {
  readonly hashes: HashPort;
  /** Also take the SHA-512 and CRC-32 of every file. */
  readonly full?: boolean | undefined;
  /** The vault id or root public key (base64 or hexadecimal) that the caller trusts; from elsewhere than the bundle. */
  readonly expectKey?: string | undefined;
  /** Whom the caller trusts for dates, as witnesses and as vaults; nobody if left out. From elsewhere than the bundle. */
  readonly policy?: Policy | undefined;
  /** Judge as of this time (ISO 8601) instead of now: what was given later does not count. */
  readonly at?: string | undefined;
  /** Makes a bundle's PDF again, to compare; without it that stays open. The verifier page has none: it would double its size. */
  readonly renderPdf?: RenderPdf | undefined;
  /** The reader's own age identities (`AGE-SECRET-KEY-1…`), for an encrypted bundle. */
  readonly identities?: readonly string[] | undefined;
  /** The file as `openBundle` opened it, where the caller did so before: then its digests are under way. */
  readonly opened?: OpenedBundle | undefined;
  /** Bytes of the payload read so far. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Told the histories that the bundle proves, for a witness; what else the bundle is worth, the report says. */
  readonly onProven?: ((logs: readonly ProvenLog[]) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges a bundle and answers each question on its own (LAYOUT.md). It takes neither keys nor policy from the bundle for
 * identity, opens nothing before the whole zip was found safe, writes nothing, and reads the payload once.
 *
 * An encrypted bundle is opened with the caller's identities, piece by piece and in memory alone; one that cannot be opened is 'not
 * checked', and one that was changed on its way fails.
 *
 * A bundle that is broken or hostile is a result, not an error. Throws what `file.read` throws, `input.usage` for an
 * `expectKey` that is neither, and `internal.cancelled`.
 */
export async function verifyBundle(file: RandomAccess, options: VerifyOptions): Promise<VerificationReport> {
  const expected = options.expectKey === undefined ? undefined : parseExpectedKey(options.expectKey);
  if (!(await isEncrypted(file))) return verifyZip(file, options, expected);
  // What decrypts is loaded for those who need it.
  const { alteredSheet, openLocked, wasAltered } = await import('./open-locked.ts');
  try {
    const opened = await openLocked(file, options.identities ?? []);
    if ('checked' in opened) return { ...reportOf(opened.checked, {}), encrypted: true };
    return {
      ...(await verifyZip(opened.file, { ...options, opened: undefined }, expected)),
      encrypted: true,
    };
  } catch (thrown) {
    if (!wasAltered(thrown)) throw thrown;
    return { ...reportOf(alteredSheet(), {}), encrypted: true };
  }
}

async function verifyZip(
  file: RandomAccess,
  options: VerifyOptions,
  expected: ExpectedKey | undefined,
): Promise<VerificationReport> {
  const sheet = new CheckSheet();
  const opened = options.opened ?? (await openSafely(file, options.full ?? false, sheet));
  if (opened === undefined) return reportOf(sheet, {});
  sheet.pass('zip', 'A plain zip that is safe to open.');
  const layout = await findLayout(opened.files, sheet);
  if (layout === undefined) return reportOf(sheet, {});
  return judge(layout, opened.ahead, sheet, options, expected);
}

async function findLayout(
  files: BundleFiles | undefined,
  sheet: CheckSheet,
): Promise<BundleLayout | undefined> {
  const layout = files === undefined ? [{ code: 'base-folder-wrong' as const }] : await readLayout(files);
  if ('files' in layout) {
    sheet.pass('layout', 'It has all the parts of a bundle.');
    return layout;
  }
  for (const finding of layout) sheet.fail('layout', finding);
  return undefined;
}

async function openSafely(
  file: RandomAccess,
  full: boolean,
  sheet: CheckSheet,
): Promise<OpenedBundle | undefined> {
  try {
    return await openBundle(file, full);
  } catch (thrown) {
    const rule = brokenZipRule(thrown);
    if (rule === undefined) throw thrown;
    sheet.fail('zip', { code: `zip-${rule}` });
    return undefined;
  }
}

async function judge(
  layout: BundleLayout,
  ahead: DigestsAhead | undefined,
  sheet: CheckSheet,
  options: VerifyOptions,
  expected: ExpectedKey | undefined,
): Promise<VerificationReport> {
  const { hashes, full = false, policy = emptyPolicy, onProgress, signal } = options;
  await checkTagIntegrity(hashes, layout, sheet, signal);
  const signer = await checkSignature(hashes, layout, sheet);
  const checkpoints = await checkCheckpoints(hashes, layout, sheet);
  const roots = new Map([...checkpoints].map(([log, { root }]) => [log, root]));
  const history = checkHistory(hashes, layout, roots, sheet);
  const anchors = checkAnchors(hashes, layout, roots, sheet);
  checkForks(layout, history, { roots, anchors }, sheet);
  options.onProven?.(provenLogs(layout, checkpoints, anchors));
  const payload = await checkPayload(hashes, layout, history, sheet, {
    full,
    ahead,
    // Nothing is made of a history that is not sound.
    comparePages: (pages) =>
      sheet.hasFailed('history', 'tag-integrity')
        ? undefined
        : comparePages(hashes, layout, history, pages, options.renderPdf),
    onProgress,
    signal,
  });
  checkPage(layout, payload.compared, sheet);
  const { at } = options;
  const cosignatures = checkWitnesses(history, anchors, { policy, at }, sheet);
  const dated = await checkTime(history, anchors, { policy, at, cosignatures }, sheet);
  const cards = checkCards(layout, history, { policy, at, dated }, sheet);
  checkIdentity(layout, { signer, history, dated, cards }, { expected, policy }, sheet);
  const attempts = checkCompleteness(hashes, layout, history, sheet);
  const part = checkPart(layout, roots, attempts?.counted ?? null, sheet);
  const results = itemResults(layout, history, payload, { signed: signer !== undefined, dated });
  const items = await checkOrigin(hashes, layout, { history, results }, { policy, dated, at, signal }, sheet);
  const rehearsal = readRehearsal(history, signer !== undefined);
  return reportOf(sheet, {
    layout,
    history,
    signer,
    items,
    attempts: attempts?.counts ?? null,
    cards,
    part,
    rehearsal,
  });
}

interface Judged {
  readonly layout?: BundleLayout;
  readonly history?: History;
  readonly signer?: Signer | undefined;
  readonly items?: readonly ItemResult[];
  readonly attempts?: AttemptCounts | null;
  readonly part?: PartReport | undefined;
  readonly cards?: readonly CardResult[];
  readonly rehearsal?: RehearsalResult | undefined;
}

function reportOf(
  sheet: CheckSheet,
  { layout, history, signer, items = [], attempts = null, cards = [], part, rehearsal }: Judged,
): VerificationReport {
  const checks = sheet.results();
  const ok = checks.every(({ result }) => result !== 'fail');
  const complete = checks.every(({ result }) => result === 'pass');
  return {
    ok,
    verdict: !ok ? 'fail' : complete ? 'pass' : 'incomplete',
    signer: signer ?? null,
    practice: saysPractice(layout, history),
    bundle: layout === undefined ? null : summaryOf(layout),
    checks,
    items,
    attempts,
    ...(part === undefined ? {} : { part }),
    ...(cards.length === 0 ? {} : { cards }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
  };
}

function saysPractice(layout: BundleLayout | undefined, history: History | undefined): boolean {
  const opened = history?.rows.some(
    ({ view }) => view?.kind === 'log-opened' && view.fields.practice === true,
  );
  return (layout?.document.practice ?? false) || (opened ?? false);
}

function summaryOf({ document, logs }: BundleLayout): BundleSummary {
  return {
    id: document.bundle,
    madeAt: document.madeAt,
    app: document.app,
    vault: document.vault.id,
    items: document.items.length,
    logs: logs.map(({ log, size }) => ({ log, size })),
    missing: document.missing.map(({ what, code, why, reason, noticedAt, item }) => ({
      what,
      code,
      ...(why === undefined ? {} : { why }),
      reason,
      noticedAt,
      ...(item === undefined ? {} : { item }),
    })),
  };
}
