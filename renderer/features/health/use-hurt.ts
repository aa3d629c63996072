import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { useEngine, type Asked } from '../../app/engine.ts';
import { useLatestTask } from '../../app/tasks.ts';
import { whatToDo } from './what-to-do.ts';

export type Findings = EngineOutput<'vault.about'>['findings'];

export interface Hurt {
  readonly state: Asked<EngineOutput<'repair.state'>> & { readonly reload: () => void };
  /** Something is hurt, as far as is known. */
  readonly isBad: boolean;
  /** A full check found what a quick look would not see again. */
  readonly readAll: boolean;
  /** The history is hurt too: to mend it, the vault is closed for a while. */
  readonly history: boolean;
}

/** What is known to be hurt: by what the history tells of checks, by the last check of this sitting, and by what opening noticed. */
export function useHurt(findings: Findings): Hurt {
  const state = useEngine('repair.state', {}, { keep: true });
  const status = useEngine('vault.status', {}, { keep: true });
  const check = useLatestTask('check');
  const repair = useLatestTask('repair');
  const found = check?.state === 'done' ? (check.result?.damaged ?? []) : [];
  return {
    state,
    isBad:
      (state.state === 'ready' && state.value.hurt.length > 0) ||
      found.some(({ mended }) => !mended) ||
      findings.some(({ code, mended }) => !mended && isDamage(code)) ||
      (status.state === 'ready' && status.value.lastCheck?.ok === false),
    history:
      [...found, ...findings].some(({ code, mended }) => isHistory(code, mended)) ||
      (repair?.result?.others ?? []).some(({ code }) => isHistory(code)),
    readAll: check?.result?.full === true && found.some(({ items }) => items.length === 0),
  };
}

/** What a repair can do something about. */
function isDamage(code: string): boolean {
  return code !== 'integrity.erasure-unfinished' && code !== 'integrity.foreign-file';
}

function isHistory(code: string, mended = false): boolean {
  return whatToDo(code, mended) === 'history';
}
