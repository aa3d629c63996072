import { asCallError } from './call-error.ts';
import { shell } from './shell.ts';
import { toast } from './toasts.ts';

/** Ends the engine, and with it every key; main replaces this page. */
export function lockNow(): void {
  shell
    .call('shell.lock', {})
    .catch((thrown: unknown) => toast({ tone: 'risk', text: asCallError(thrown).message }));
}
