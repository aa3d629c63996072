import { useMemo, useSyncExternalStore } from 'react';

import { hashOf } from '../ui/hash-of.ts';

/** A place in the app: `/item/abc?tab=history`. */
export interface Route {
  readonly path: string;
  /** The parts of the path, decoded: `['item', 'abc']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** Reads a place from an address's hash, with or without `#`; anything odd is the beginning. */
export function parseRoute(hash: string): Route {
  const [rawPath = '', ...rest] = hash.replace(/^#/u, '').split('?');
  const segments = rawPath
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  return { path: `/${segments.join('/')}`, segments, query: new URLSearchParams(rest.join('?')) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes to a place. @param options.replace leave no step back to where we were */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const hash = hashOf(to);
  if (options.replace !== true) {
    location.hash = hash;
    return;
  }
  const { href } = location;
  history.replaceState(null, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL: href, newURL: location.href }));
}

/** @returns what tells whether the learner is still where they are now. */
export function stillHere(): () => boolean {
  const { hash } = location;
  return () => location.hash === hash;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Where we are. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}
