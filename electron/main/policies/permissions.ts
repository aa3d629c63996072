import { parsePageAddress } from './page-address.ts';

/** Filling the screen with a video, and copying plain text, both begun by the learner. Nothing else is ever granted. */
const granted: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

export interface PermissionWish {
  readonly permission: string;
  /** Address or origin of whoever asks. */
  readonly from: string;
  readonly isMainFrame: boolean;
}

/** Whether a permission is granted: a short list, to the current page itself alone. */
export function mayHave({ permission, from, isMainFrame }: PermissionWish, currentHost: string): boolean {
  return granted.has(permission) && isMainFrame && parsePageAddress(from)?.host === currentHost;
}
