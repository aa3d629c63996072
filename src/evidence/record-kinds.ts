import type { z } from 'zod';

import { assignmentSchema, type Assignment } from './records/assignment.ts';
import { attemptSchema, type Attempt } from './records/attempt.ts';
import { credentialSchema, type Credential } from './records/credential.ts';
import { criterionSchema, type Criterion } from './records/criterion.ts';
import { decisionSchema, type Decision } from './records/decision.ts';
import { declarationSchema, type Declaration } from './records/declaration.ts';
import { documentSchema, type Document } from './records/document.ts';
import { enrolmentSchema, type Enrolment } from './records/enrolment.ts';
import { feedbackSchema, type Feedback } from './records/feedback.ts';
import { flagSchema, type Flag } from './records/flag.ts';
import { gradeSchema, type Grade } from './records/grade.ts';
import { mappingSchema, type Mapping } from './records/mapping.ts';
import { messageSchema, type Message } from './records/message.ts';
import { noteSchema, type Note } from './records/note.ts';
import { outcomeSchema, type Outcome } from './records/outcome.ts';
import { pageSchema, type Page } from './records/page.ts';
import { profileSchema, type Profile } from './records/profile.ts';
import { statementSchema, type Statement } from './records/statement.ts';
import { submissionSchema, type Submission } from './records/submission.ts';
import { unitSchema, type Unit } from './records/unit.ts';

/** Every kind of record and its type. A record holds neither its own id nor where it came from: the ledger entry does. */
export interface RecordByKind {
  profile: Profile;
  enrolment: Enrolment;
  unit: Unit;
  outcome: Outcome;
  criterion: Criterion;
  assignment: Assignment;
  attempt: Attempt;
  submission: Submission;
  feedback: Feedback;
  grade: Grade;
  decision: Decision;
  document: Document;
  statement: Statement;
  mapping: Mapping;
  declaration: Declaration;
  message: Message;
  page: Page;
  note: Note;
  credential: Credential;
  flag: Flag;
}
export type RecordKind = keyof RecordByKind;
export type EvidenceRecord<Kind extends RecordKind = RecordKind> = RecordByKind[Kind];

interface RecordKindRow<Kind extends RecordKind> {
  readonly schema: z.ZodType<RecordByKind[Kind]>;
  /** The plain word for it. */
  readonly title: string;
}

/** The one table of kinds: schema and plain title of each. */
export const recordKindTable: { readonly [Kind in RecordKind]: RecordKindRow<Kind> } = {
  profile: { schema: profileSchema, title: 'Learner' },
  enrolment: { schema: enrolmentSchema, title: 'Enrolment' },
  unit: { schema: unitSchema, title: 'Unit' },
  outcome: { schema: outcomeSchema, title: 'Learning outcome' },
  criterion: { schema: criterionSchema, title: 'Criterion' },
  assignment: { schema: assignmentSchema, title: 'Assignment' },
  attempt: { schema: attemptSchema, title: 'Attempt' },
  submission: { schema: submissionSchema, title: 'Submission' },
  feedback: { schema: feedbackSchema, title: 'Feedback' },
  grade: { schema: gradeSchema, title: 'Grade' },
  decision: { schema: decisionSchema, title: 'Decision' },
  document: { schema: documentSchema, title: 'Document' },
  statement: { schema: statementSchema, title: 'Statement' },
  mapping: { schema: mappingSchema, title: 'Mapping to a criterion' },
  declaration: { schema: declarationSchema, title: 'Declaration' },
  message: { schema: messageSchema, title: 'Message' },
  page: { schema: pageSchema, title: 'Kept page' },
  note: { schema: noteSchema, title: 'Note' },
  credential: { schema: credentialSchema, title: 'Credential' },
  flag: { schema: flagSchema, title: 'Mark' },
};

/** True for a kind that this version knows; `toString` and the like are none. */
export function isRecordKind(kind: string): kind is RecordKind {
  return Object.hasOwn(recordKindTable, kind);
}

/** The closed list, in the order of the table. */
export const recordKinds: readonly RecordKind[] = Object.keys(recordKindTable).filter(isRecordKind);

/** The plain word for a kind; a kind of a later version is shown as unknown, with its name. */
export function titleOfKind(kind: string): string {
  return isRecordKind(kind) ? recordKindTable[kind].title : `Unknown (${kind})`;
}
