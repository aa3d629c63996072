import type { ItemRow } from '../store/index/item-queries.ts';
import { isJsonObject } from '../base/json.ts';
import type { OpenVault } from './vault-context.ts';

/** What of a unit or assignment is there, for the columns of a table. */
export interface KeptDetails {
  readonly has: {
    readonly work: boolean;
    readonly feedback: boolean;
    readonly grade: boolean;
    /** Dated by somebody independent; nothing is yet. */
    readonly dated: boolean;
    readonly secondCopy: boolean;
  };
  /** Number of items with bytes. */
  readonly files: number;
  readonly attempts: number;
  /** The latest released grade as the portal wrote it. */
  readonly grade?: string;
  /** Id of the source that most of it came from. */
  readonly source?: string;
}

/** Roles of documents that are not the learner's own work. */
const notWork: ReadonlySet<string> = new Set([
  'brief',
  'feedback-file',
  'feedback-image',
  'annotated-copy',
  'message-source',
  'page-pdf',
  'page-screenshot',
  'page-source',
  'certificate',
  'credential',
]);
const feedbackRoles: ReadonlySet<string> = new Set(['feedback-file', 'annotated-copy']);

/** @param kept items of which at least one version is kept */
export function keptDetails(vault: OpenVault, kept: readonly ItemRow[]): KeptDetails {
  const grade = latestGrade(vault, kept);
  const source = mainSource(kept);
  return {
    has: {
      work: kept.some(isWork),
      feedback: kept.some(isFeedback),
      grade: kept.some(isGivenGrade),
      dated: false,
      secondCopy: false,
    },
    files: kept.filter(({ sha256 }) => sha256 !== undefined).length,
    attempts: kept.filter(({ kind }) => kind === 'attempt').length,
    ...(grade === undefined ? {} : { grade }),
    ...(source === undefined ? {} : { source }),
  };
}

function isWork({ kind, status, role }: ItemRow): boolean {
  if (kind === 'document') return !notWork.has(role ?? 'file');
  return (kind === 'submission' || kind === 'attempt') && status === 'submitted';
}

function isFeedback({ kind, released, role }: ItemRow): boolean {
  return (kind === 'feedback' && released === true) || feedbackRoles.has(role ?? '');
}

function isGivenGrade({ kind, released }: ItemRow): boolean {
  return kind === 'grade' && released === true;
}

function latestGrade(vault: OpenVault, kept: readonly ItemRow[]): string | undefined {
  let latest: ItemRow | undefined;
  for (const item of kept)
    if (isGivenGrade(item) && (latest?.capturedAt ?? '') <= (item.capturedAt ?? '')) latest = item;
  const value = latest === undefined ? undefined : vault.index.items.recordOf(latest.id)?.value;
  if (!isJsonObject(value)) return undefined;
  const { shown, said } = value;
  if (typeof shown === 'string') return shown;
  return typeof said === 'string' || typeof said === 'number' ? String(said) : undefined;
}

function mainSource(kept: readonly ItemRow[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { source } of kept) counts.set(source, (counts.get(source) ?? 0) + 1);
  let most: string | undefined;
  for (const [source, count] of counts) if (count > (counts.get(most ?? '') ?? 0)) most = source;
  return most;
}
