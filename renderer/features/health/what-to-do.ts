/** What can be done about damage, by what it is. */
export type Todo =
  'fetch' | 'copy' | 'header' | 'mended' | 'history' | 'rolled' | 'signIn' | 'index' | 'foreign' | 'none';

/** @param mended it was put right at once, so that nothing is left to do */
export function whatToDo(code: string, mended = false): Todo {
  if (mended) return 'mended';
  switch (code) {
    case 'integrity.blob-missing':
    case 'integrity.blob-corrupt':
      return 'fetch';
    case 'integrity.header-copy-damaged':
    case 'integrity.header-damaged':
      return 'header';
    case 'integrity.header-rolled-back':
    case 'integrity.ledger-rolled-back':
      return 'rolled';
    case 'integrity.ledger-damaged':
    case 'integrity.ledger-copy-damaged':
    case 'integrity.ledger-missing':
    case 'integrity.ledger-unsigned':
    case 'integrity.entry-damaged':
    case 'integrity.vault-mismatch':
      return 'history';
    case 'integrity.settings-damaged':
      return 'signIn';
    case 'integrity.index-damaged':
      return 'index';
    case 'integrity.foreign-file':
      return 'foreign';
    case 'integrity.entry-erased':
    case 'integrity.blob-orphan':
      return 'none';
    default:
      return 'copy';
  }
}
