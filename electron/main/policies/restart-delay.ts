const delays = [200, 1000, 5000, 15_000, 60_000] as const;
/** A run of this long (milliseconds) ends a row of crashes. */
export const steadyAfter = 60_000;

/** Milliseconds to wait before starting anew what fell over `crashes` times in a row (1 or more). */
export function restartDelay(crashes: number): number {
  return delays[Math.min(crashes, delays.length) - 1] ?? delays[0];
}
