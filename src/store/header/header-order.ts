import { nextHeader } from './header-changes.ts';
import type { Header } from './header-schema.ts';
import { keysName } from './header-secrets.ts';

/**
 * How two headers of one vault stand to each other. `apart`: neither knows the keys of the other, because the keys were changed on two computers before
 * they heard of each other.
 */
type HeaderOrder = 'same' | 'later' | 'earlier' | 'apart';

/**
 * How `a` stands to `b`. A header that knows the other's keys and more is the later one, whatever their generations: in the other's place it loses nothing.
 * Where both have the same keys, the generation counts, then the time, then the digest, so that all computers choose the same one.
 */
export function orderOf(a: Header, b: Header): HeaderOrder {
  if (a.digest === b.digest) return 'same';
  if (a.secrets !== b.secrets) return orderOfKeys(a, b);
  if (a.generation !== b.generation) return a.generation > b.generation ? 'later' : 'earlier';
  const [mine, theirs] = [`${a.created} ${a.digest}`, `${b.created} ${b.digest}`];
  return mine > theirs ? 'later' : 'earlier';
}

function orderOfKeys(a: Header, b: Header): HeaderOrder {
  if (a.keysBefore.includes(keysName(b))) return 'later';
  if (b.keysBefore.includes(keysName(a))) return 'earlier';
  // The first keys are everybody's; headers of an app that did not write down what was before stand by their epoch.
  const told = a.epoch > 1 && b.epoch > 1 && (a.keysBefore.length > 0 || b.keysBefore.length > 0);
  if (told || a.epoch === b.epoch) return 'apart';
  return a.epoch > b.epoch ? 'later' : 'earlier';
}

/**
 * The same header with this generation if its own is lower, so that nobody takes it for an older one put back. Two computers that do it write the
 * same bytes.
 */
export function raisedTo(header: Header, generation: number, rootSeed: Uint8Array): Header {
  if (header.generation >= generation) return header;
  return nextHeader(header, rootSeed, { at: header.created, newerThan: generation - 1 }, {});
}
