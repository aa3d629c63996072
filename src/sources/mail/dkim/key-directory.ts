import { promises as dns } from 'node:dns';

import { isoTime, type Clock } from '../../../base/clock.ts';
import { throwIfCancelled } from '../../../base/errors.ts';
import type { ArchivedKey } from '../../../evidence/values/dkim.ts';

/** Who is asked for the key records of DKIM: the name system, or its stand-in in tests. */
export interface KeyDirectory {
  /**
   * The TXT records at a name; without records if the name system says that there are none. Undefined if it did not answer.
   * Throws `internal.cancelled`.
   */
  ask(name: string, signal: AbortSignal): Promise<ArchivedKey | undefined>;
}

/** Names that no name system of the world knows (RFC 6761, RFC 6762): nobody is asked for them. */
const neverAsked = /(?:^|\.)(?:test|example|invalid|localhost|local|onion|internal)$/i;

/** Milliseconds that one question may take, and how often it is put. */
const patience = { timeout: 3_000, tries: 2 };

/**
 * This computer's own resolver. Node hands out neither signatures of the answers nor the keys above them, so no DNSSEC chain is kept.
 */
export function systemKeyDirectory(clock: Clock): KeyDirectory {
  return {
    ask: async (name, signal) => {
      throwIfCancelled(signal);
      const at = isoTime(clock);
      if (neverAsked.test(name)) return { name, records: [], at };
      const resolver = new dns.Resolver(patience);
      const stop = (): void => {
        resolver.cancel();
      };
      signal.addEventListener('abort', stop, { once: true });
      try {
        const resolverAddresses = resolver.getServers();
        const records = await recordsAt(resolver, name);
        throwIfCancelled(signal);
        if (records === undefined) return undefined;
        return { name, records, at, resolver: resolverAddresses };
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

async function recordsAt(resolver: dns.Resolver, name: string): Promise<string[][] | undefined> {
  try {
    return await resolver.resolveTxt(name);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
  }
}
