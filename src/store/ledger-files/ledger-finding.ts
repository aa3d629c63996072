import type { ErrorCode } from '../../base/error-codes.ts';

/** What can be wrong with the files of a ledger. */
type LedgerFindingCode = Extract<
  ErrorCode,
  | 'integrity.ledger-copy-damaged'
  | 'integrity.ledger-damaged'
  | 'integrity.ledger-missing'
  | 'integrity.ledger-rolled-back'
  | 'integrity.ledger-unsigned'
  | 'integrity.entry-damaged'
  | 'integrity.entry-erased'
  | 'format.too-new'
>;

/** Something that is not as it should be. A finding is a result: everything else of the ledger goes on working. */
export interface LedgerFinding {
  readonly code: LedgerFindingCode;
  readonly log: string;
  /** The file in question inside the vault, with forward slashes: `ledger-copy/<log>/00000001.segment`. */
  readonly file?: string;
  /** The entries that are touched: from the first, to before the last. */
  readonly entries?: { readonly from: number; readonly to: number };
  /** True if it was put right at once from the good copy. */
  readonly mended: boolean;
}
