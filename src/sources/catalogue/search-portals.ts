import { catalogue } from './catalogue.ts';
import type { Portal } from './portal.ts';

/** A word that a learner typed, or a word of a name: letters and digits alone, small, without accents. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/**
 * The portals that somebody may mean: each word typed begins a word of its names. An address finds the portal it belongs to. Those
 * whose own name fits come first; nothing typed finds all.
 */
export function searchPortals(typed: string, among: readonly Portal[] = catalogue): readonly Portal[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return among;
  const byAddress = recognisePortal(typed, among);
  if (byAddress !== undefined) return [byAddress];
  const fits = (names: readonly string[]): boolean => {
    const words = names.flatMap((name) => [...wordsOf(name), wordsOf(name).join('')]);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  };
  const named = among.filter(({ name }) => fits([name]));
  const called = among.filter((portal) => !named.includes(portal) && fits([portal.name, ...portal.called]));
  return [...named, ...called];
}

/** The portal that a typed web address belongs to; undefined for what is no address and for an unknown one. */
export function recognisePortal(typed: string, among: readonly Portal[] = catalogue): Portal | undefined {
  const address = addressIn(typed);
  if (address === undefined) return undefined;
  return among.find(({ addresses }) => addresses.some((pattern) => matches(pattern, address)));
}

/** Host and path of what looks like a web address; undefined for anything else. */
export function addressIn(typed: string): { readonly host: string; readonly path: string } | undefined {
  const text = typed.trim();
  if (/\s/u.test(text)) return undefined;
  const found = /^(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?(\/[^?#]*)?(?:[?#].*)?$/iu.exec(
    text,
  );
  const host = found?.[1];
  return host === undefined
    ? undefined
    : { host: host.toLowerCase(), path: (found?.[2] ?? '/').toLowerCase() };
}

/** `*` stands for one or more labels of the host; at the beginning, as `*.`, also for none. */
function matches(pattern: string, { host, path }: { readonly host: string; readonly path: string }): boolean {
  const slash = pattern.indexOf('/');
  const hostPattern = slash < 0 ? pattern : pattern.slice(0, slash);
  const pathPattern = slash < 0 ? '' : pattern.slice(slash);
  if (pathPattern !== '' && path !== pathPattern && !path.startsWith(`${pathPattern}/`)) return false;
  if (hostPattern.startsWith('*.') && host === hostPattern.slice(2)) return true;
  return fitsLabels(hostPattern.split('.'), host.split('.'));
}

function fitsLabels(pattern: readonly string[], labels: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return labels.length === 0;
  if (first !== '*') return labels[0] === first && fitsLabels(rest, labels.slice(1));
  for (let taken = 1; taken <= labels.length; taken += 1)
    if (fitsLabels(rest, labels.slice(taken))) return true;
  return false;
}
