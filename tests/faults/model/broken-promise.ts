/** A promise that the vault did not keep. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** Throws `BrokenPromise`. */
export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new BrokenPromise(otherwise);
}
