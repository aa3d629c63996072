import { asCallError } from '../../app/call-error.ts';
import { navigate } from '../../app/router.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import type { Reason, Urgent } from './standing.ts';

/** Copies one source, or all of them. */
export function copyNow(source?: string, acceptMassChange = false): void {
  startTask('sources.sync', {
    ...(source === undefined ? {} : { source }),
    ...(acceptMassChange ? { acceptMassChange } : {}),
  }).catch(sayError);
}

export function sayError(thrown: unknown): void {
  toast({ tone: 'risk', text: asCallError(thrown).message });
}

/** Does, or leads to, the one thing that helps. */
export function actionFor({ reason, source, row }: Urgent): () => void {
  const atSource = source === undefined ? '/sources' : `/sources/${source.id}`;
  const acts: Readonly<Record<Reason, () => void>> = {
    damaged: () => navigate('/health'),
    'not-kept': () => copyNow(source?.id),
    'no-evidence': () => navigate('/sources/add'),
    'never-copied': () => copyNow(source?.id),
    held: () => navigate(atSource),
    'login-expired': () => navigate(atSource),
    'shows-less': () => navigate(atSource),
    'newest-not-kept': () => copyNow(source?.id),
    'file-shrank': () => navigate(row === undefined ? '/evidence' : placeOf(row)),
    unreachable: () => copyNow(source?.id),
    stale: () => copyNow(source?.id),
    'not-handed-in': () => copyNow(source?.id),
    'not-marked': () => copyNow(source?.id),
    'no-second-copy': () => navigate('/copies'),
    'no-independent-date': () => navigate(toDates),
  };
  return acts[reason];
}

/** Where dates from others are turned on and off. */
export const toDates = '/settings?show=dates';

/** Where a row's evidence is shown. */
export function placeOf(row: { readonly about: 'unit' | 'assignment'; readonly ref: string }): string {
  return row.about === 'assignment'
    ? `/item/${encodeURIComponent(row.ref)}`
    : `/evidence?unit=${encodeURIComponent(row.ref)}`;
}
