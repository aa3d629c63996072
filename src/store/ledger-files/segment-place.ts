/** Where a segment stands in its log. */
export interface SegmentPlace {
  readonly number: number;
  readonly epoch: number;
  /** Index of its first entry. */
  readonly firstIndex: number;
  /** Index after its last one. */
  readonly endIndex: number;
  /** Its closing digest as the next segment's header has it; undefined for a segment that is still open. */
  readonly digest: Uint8Array | undefined;
  /** How many bytes of an open segment were acknowledged; undefined for a closed one. */
  readonly limit: number | undefined;
  /** Length of its header. */
  readonly headerLength: number;
  /** The tree before it, as its header has it. */
  readonly frontier: readonly Uint8Array[];
}

/** Segments of which neither copy has a header: nobody knows what stood in them. */
interface LostPlace {
  readonly number: number;
  readonly firstIndex: number;
  readonly endIndex: number;
  readonly lost: 'integrity.ledger-missing' | 'integrity.ledger-damaged';
}

export type Place = SegmentPlace | LostPlace;
