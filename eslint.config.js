import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Rooms that run in Node, Electron and a browser page alike. */
const tierI = ['base', 'crypto', 'evidence', 'ledger', 'bundle', 'verify', 'contract'];
const files = (rooms) => rooms.map((room) => `src/${room}/**/*.ts`);

const noNode = {
  regex: '^node:',
  message:
    'This room also runs in a browser page: ask for a port, and let src/platform or src/store provide it.',
};
const noLibsodium = {
  regex: '^libsodium-wrappers',
  message: 'Only src/crypto speaks to libsodium, so that every use of a key can be read in one room.',
};
const noWindowOrProcess = [
  'Buffer',
  'process',
  'global',
  'require',
  '__dirname',
  '__filename',
  'window',
  'document',
  'navigator',
  'localStorage',
].map((name) => ({
  name,
  message: 'This room runs in Node, Electron and a browser page alike: use what all three have.',
}));
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', 'src/practice/recordings/', 'tests/**/fixtures/', 'tests/**/vectors/'],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Not a random source: use src/crypto, or a seeded port in tests.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A default clause is a decision about every case not named; without one every case must be named.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Spreading a string into its code points is what identifiers and word lists need.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A method may satisfy an asynchronous port without waiting for anything itself.
      '@typescript-eslint/require-await': 'off',
      // Both read well; zod's inferred types are always aliases.
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  { files: ['src/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'], rules: imports(noLibsodium) },
  {
    files: files(tierI),
    rules: { ...imports(noNode, noLibsodium), 'no-restricted-globals': ['error', ...noWindowOrProcess] },
  },
  { files: files(['crypto']), rules: imports(noNode) },
  {
    // What commands print is their result; benchmarks and the tools report to whoever runs them.
    files: [
      'src/cli/**',
      'tests/bench/**',
      'tests/faults/run.ts',
      'tests/fuzz/run.ts',
      'electron/tooling/**',
      'electron/runtime/**',
      'tests/desktop/support/**',
      'tests/page/support/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['renderer/**/*.{ts,tsx}', 'tests/unit/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'react-hooks/purity': 'error',
      'react-hooks/immutability': 'error',
      'react-hooks/static-components': 'error',
      // What a template shows is text for people; `undefined` in it is a bug, a number is not.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Evidence is never markup of ours: show text, or hand bytes to the content protocol.',
        },
      ],
    },
  },
  {
    // An attribute of a component may start something and not wait: what it starts shows its own errors.
    files: ['renderer/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      // Matchers such as expect.any() are typed as any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    // Belongs to tsconfig.tier-i.json alone.
    files: ['src/base/platform.d.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        module: 'readonly',
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
