import type { ShellState } from '../../../src/contract/shell-contract.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { safeParseRoute } from '../policies/page-address.ts';
import type { QuickUnlock } from '../quick-unlock.ts';
import type { ShellHandlers } from './handlers.ts';

export interface AppMethodsHost {
  /** The state as a page is told it; what is said once counts as said. */
  readonly readState: () => Promise<ShellState>;
  readonly turn: (route: string) => void;
  readonly lock: () => Promise<void>;
  readonly quit: () => void;
  readonly quickUnlock: QuickUnlock;
}

export function appMethods(
  host: AppMethodsHost,
): Pick<
  ShellHandlers,
  'shell.state' | 'shell.turnPage' | 'shell.lock' | 'shell.unlockQuickly' | 'shell.quit'
> {
  return {
    'shell.state': () => host.readState(),
    'shell.turnPage': async ({ route }) => {
      const parsed = safeParseRoute(route);
      if (parsed === undefined) throw new VaultError('input.record-invalid', { what: 'route' });
      // After the answer has gone out: the page that asked is about to end.
      setImmediate(() => {
        host.turn(parsed);
      });
      return {};
    },
    'shell.lock': async () => {
      setImmediate(() => void host.lock());
      return {};
    },
    'shell.unlockQuickly': async () => {
      await host.quickUnlock.unlock();
      return {};
    },
    'shell.quit': async () => {
      setImmediate(host.quit);
      return {};
    },
  };
}
