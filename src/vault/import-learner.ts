import type { ImportLearner } from '../sources/imports/import-format.ts';
import type { OpenVault } from './vault-context.ts';

/** Who the learner said they are: a table about several people is read by it. */
export function importLearner(vault: OpenVault): ImportLearner {
  const said = (kind: 'profile' | 'enrolment', ...names: readonly string[]): string[] =>
    vault.index.statements.list(kind).flatMap(({ record }) =>
      names.flatMap((name) => {
        const value = record[name];
        return typeof value === 'string' && value.trim() !== '' ? [value] : [];
      }),
    );
  return {
    names: said('profile', 'name'),
    ulns: said('profile', 'uln'),
    registrations: [
      ...said('profile', 'registration', 'learnerNumber', 'candidateNumber'),
      ...said('enrolment', 'registration'),
    ],
  };
}
