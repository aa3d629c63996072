import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the young generation of V8's heap as large as it is. It would grow to a hundred megabytes, which suits programs that
 * answer many requests; ours are held to three hundred in all. To be called once the modules of a command are loaded: then it is
 * large enough to cost no time.
 */
export function keepYoungGeneration(): void {
  setGrowth(1);
}

/** Lets it grow again, for a command that keeps little else in memory: less of its time goes by looking for what is not needed any more. */
export function letYoungGenerationGrow(): void {
  setGrowth(2);
}

function setGrowth(factor: number): void {
  // A flag of V8's own, which another version need not know.
  if (process.versions.node.startsWith('24.'))
    setFlagsFromString(`--semi-space-growth-factor=${String(factor)}`);
}
