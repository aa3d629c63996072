import { parts } from './rooms.js';

const name = process.env.MUTATION_PART ?? '';
const part = parts[name];
if (part === undefined) throw new Error(`there is no part ${name}`);
const report = `tests/mutation/report/${name.replace('/', '-')}`;

export default {
  plugins: [import.meta.resolve('./runner.js')],
  testRunner: 'in-place',
  // Memory that mutants leave behind.
  maxTestRunnerReuse: 1000,
  mutate: part.mutate,
  // Texts are words for people, or codes of closed lists, which the compiler holds.
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  // What runs once, when a file is loaded, would take a fresh start of everything for each mutant.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `${report}.json` },
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  // Of the process: the runner ends what merely waits by itself, and sooner.
  timeoutMS: 60_000,
  timeoutFactor: 3,
  tempDirName: '.stryker-tmp',
  ignorePatterns: [
    'dist',
    'demo',
    'build',
    'electron',
    'tests/{bench,desktop,page}',
    'tests/mutation/{report,node_modules}',
  ],
  // There is none there: the project's own are not to be rewritten.
  tsconfigFile: 'tests/mutation/none.json',
};
