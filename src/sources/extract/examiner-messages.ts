import type { DocumentKind } from './document-kinds.ts';
import type { Examination, ExaminationLimits } from './examination.ts';

/** What the thread is handed: one document at a time. */
export interface ExaminerTask {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  readonly limits: ExaminationLimits;
}

/** What it says: that its modules are loaded (at first, and again for each document), then what it found. */
export type ExaminerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'begun' }
  | { readonly type: 'done'; readonly examination: Examination };
