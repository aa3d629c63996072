import { parts } from './rooms.js';

/** Paths are from the top of the sandbox that Stryker makes. */
export default {
  test: {
    include: parts[process.env.MUTATION_PART ?? '']?.tests ?? [],
    testTimeout: 60_000,
    // Stryker changes nothing between two mutants but which of them is on.
    isolate: false,
  },
};
