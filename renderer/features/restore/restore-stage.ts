import type { words } from './words.ts';

type StageName = keyof (typeof words)['en']['run']['stage'];

interface RestoreStage {
  readonly stage: StageName;
  readonly counts: 'bytes' | 'items' | 'nothing';
}

/** Where a restore is, by what the engine calls it; `reading` for what has no name of its own. */
export function stageOf(name: string | undefined): RestoreStage {
  switch (name) {
    case 'Copying files':
      return { stage: 'files', counts: 'bytes' };
    case 'Copying the history':
    case 'the history':
      return { stage: 'history', counts: 'nothing' };
    case 'Making the index':
      return { stage: 'list', counts: 'nothing' };
    case 'that every file is there':
      return { stage: 'there', counts: 'items' };
    default:
      return name?.startsWith('what is in every file') === true
        ? { stage: 'opening', counts: 'bytes' }
        : { stage: 'reading', counts: 'nothing' };
  }
}
