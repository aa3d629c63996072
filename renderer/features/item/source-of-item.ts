import type { EngineOutput } from '../../../src/contract/engine-contract.ts';

/** The place that an item came from, as the sources list it. */
export type SourceOfItem = EngineOutput<'sources.list'>['sources'][number];
