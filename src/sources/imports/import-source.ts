import { isoTime } from '../../base/clock.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { Source } from '../source.ts';
import type { Given } from './given.ts';
import type { ImportContext } from './import-format.ts';

export interface ImportSourceParts {
  /** What a person would call it. */
  readonly name: string;
  /** The path that the learner chose. */
  readonly address: string;
  /** Reads what was given from its beginning, each time. */
  readonly pull: Source['pull'];
}

/** A source that is a file or folder somebody handed over. It is there, so a probe has nothing to find out. */
export function importSource({ name, address, pull }: ImportSourceParts): Source {
  return {
    describe: () => ({ type: 'import', name, address }),
    probe: async () => ({ name, practice: false, notices: [] }),
    pull,
  };
}

/** Provenance of what is received now out of something given. */
export function importProvenance(given: Given, context: ImportContext): () => Provenance {
  return () => ({
    method: 'import',
    address: given.path.toWellFormed(),
    received: isoTime(context.clock),
    app: context.app,
    timeZone: context.timeZone,
  });
}
