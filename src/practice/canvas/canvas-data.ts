/** A file as the practice Canvas holds it. */
export interface PracticeFile {
  readonly id: number;
  /** Also the key that lets anybody download it, as in Canvas. */
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  bytes: Buffer;
  updated: string;
  readonly course?: number;
  /** True once the store behind it has lost it. */
  lost?: boolean;
}

export interface PracticeComment {
  readonly id: number;
  /** Undefined for somebody whom Canvas does not name. */
  readonly author: PracticePerson | undefined;
  readonly attempt: number | undefined;
  text: string;
  readonly at: string;
  readonly files: PracticeFile[];
  readonly recording?: PracticeFile;
}

interface PracticePerson {
  readonly id: number;
  readonly name: string;
}

export interface PracticeAttempt {
  readonly number: number;
  readonly at: string;
  readonly late: boolean;
  readonly files: PracticeFile[];
  readonly text?: string;
  readonly url?: string;
  readonly recording?: PracticeFile;
  mark?: PracticeMark;
}

export interface PracticeMark {
  readonly grade: string;
  readonly score: number;
  readonly at: string;
  /** Negative for a quiz that marks itself. */
  readonly by: number;
}

export interface PracticeAssignment {
  readonly id: number;
  name: string;
  description: string;
  readonly type: string;
  readonly gradingType: string;
  readonly points: number;
  updated: string;
  readonly due: string;
  readonly group: PracticePerson | undefined;
  readonly rubric: boolean;
  /** Null while nothing is posted to the learner. */
  postedAt: string | null;
  readonly attempts: PracticeAttempt[];
  readonly comments: PracticeComment[];
  readonly posts: { readonly id: number; readonly text: string; readonly at: string }[];
  readonly excused: boolean;
  readonly missing: boolean;
  /** Marked although nothing was handed in: on paper. */
  readonly paperMark?: PracticeMark;
  rubricComment: string;
  /** Deleted for good; or there, and not for this learner. */
  state: 'shown' | 'hidden' | 'deleted';
  /** Files of the course that its text names. */
  readonly linked: readonly PracticeFile[];
}

export interface PracticeCourse {
  readonly id: number;
  readonly name: string;
  readonly code: string;
  enrolment: 'active' | 'completed' | 'none';
  closed: boolean;
  readonly assignments: PracticeAssignment[];
}

export interface CanvasData {
  readonly learner: PracticePerson & { readonly login: string };
  readonly courses: readonly PracticeCourse[];
  readonly files: Map<number, PracticeFile>;
}
