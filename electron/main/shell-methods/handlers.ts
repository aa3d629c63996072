import type { ShellInput, ShellMethod, ShellOutput } from '../../../src/contract/shell-contract.ts';

/** What answers each call of the shell contract; inputs are parsed already. A thrown VaultError becomes the answer. */
export type ShellHandlers = {
  readonly [Name in ShellMethod]: (input: ShellInput<Name>) => Promise<ShellOutput<Name>>;
};
