/** How much an archive or a folder may hold and still be taken apart. Beyond it, it can be kept whole all the same. */
export interface TreeLimits {
  /** Files and folders. */
  readonly entries: number;
  /** Bytes of one name with its folders. */
  readonly nameLength: number;
  /** Bytes of all names together. */
  readonly namesLength: number;
  /** Unpacked bytes of all members together. */
  readonly unpacked: number;
  /** Unpacked size over packed size, beyond which a member, or the whole, is a bomb. */
  readonly ratio: number;
  /** Unpacked bytes up to which no ratio makes a bomb: a blank picture packs well too. */
  readonly harmless: number;
}

export const treeLimits: TreeLimits = {
  entries: 50_000,
  nameLength: 4_096,
  namesLength: 16_777_216,
  unpacked: 107_374_182_400,
  ratio: 200,
  harmless: 67_108_864,
};
