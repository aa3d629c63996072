import type { TaskOf } from '../../app/tasks.ts';

type Progress = NonNullable<TaskOf<'check.run'>['progress']>;

export interface Stage {
  readonly stage: 'history' | 'files' | 'contents' | 'other';
  /** As the engine said it: `120 MB a second`. */
  readonly rate: string | undefined;
  readonly counts: 'items' | 'bytes';
}

/** Where a check is: the engine names the stage, and for what is read also how fast. */
export function stageOf({ name }: Pick<Progress, 'name'>): Stage {
  if (name === 'the history') return { stage: 'history', rate: undefined, counts: 'items' };
  if (name === 'that every file is there') return { stage: 'files', rate: undefined, counts: 'items' };
  const reading = /^what is in every file(?:, (\d+ [kMGT]?B) a second)?$/u.exec(name);
  return reading === null
    ? { stage: 'other', rate: undefined, counts: 'items' }
    : { stage: 'contents', rate: reading[1], counts: 'bytes' };
}
