/** How far an archive is looked into: enough for a portfolio, bounded for a bomb. */
export interface ZipLimits {
  readonly members: number;
  /** Bytes of one member's name; longer ones are cut and said to be. */
  readonly nameLength: number;
  /** Bytes of all names together. */
  readonly namesLength: number;
  /** So many members have their first bytes looked at. */
  readonly sniffed: number;
  /** Unpacked size over packed size of one member, beyond which it is called a bomb. */
  readonly ratio: number;
  /** Unpacked bytes of all members together. */
  readonly unpacked: number;
}

export const zipLimits: ZipLimits = {
  members: 5_000,
  nameLength: 1_024,
  namesLength: 524_288,
  sniffed: 500,
  ratio: 200,
  unpacked: 1_099_511_627_776,
};
