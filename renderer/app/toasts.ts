import { announce } from '../ui/announce.ts';
import { createStore } from './store.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'safe' | 'attention' | 'risk' | 'info';
  readonly text: string;
  /** One thing to do about it. */
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
}

export const toastsStore = createStore<readonly Toast[]>([]);
let count = 0;

/** Says something that just happened, for a moment, and aloud to a screen reader. */
export function toast(said: Omit<Toast, 'id'>): void {
  count += 1;
  const id = count;
  toastsStore.update((toasts) => [...toasts.slice(-2), { ...said, id }]);
  announce(said.text);
}

export function dismissToast(id: number): void {
  toastsStore.update((toasts) => toasts.filter((one) => one.id !== id));
}
