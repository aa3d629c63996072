/**
 * The house's import directions: one rule a room, each with its reason. Adding a room or an arrow is a decision
 * that belongs in src/decisions/ first.
 */

const product = '^(src|electron|renderer)/';

/** A rule that lets a room import itself and the rooms named, and nothing else of the product. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: product, pathNot: [from, ...allowed] },
});

/** An arrow open to `import type` alone. */
const typesOnly = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to, dependencyTypesNot: ['type-only'] },
});

/** A package that one room alone may speak to. */
const packageOf = (room, packages, comment) => ({
  name: `only-${room}-imports-${packages[0]}`,
  severity: 'error',
  comment,
  from: { path: product, pathNot: `^src/${room}/` },
  to: { path: packages.map((name) => `(^|/)node_modules/${name}/`) },
});

const src = (...rooms) => rooms.map((room) => `^src/${room}/`);
const tierI = ['base', 'crypto', 'evidence', 'ledger', 'bundle', 'verify', 'contract'];
const formats = ['base', 'crypto', 'evidence', 'ledger', 'bundle', 'verify'];

const rooms = [
  only('base-imports-nothing', '^src/base/', [], 'Everything stands on base, so base stands on nothing.'),
  only('crypto', '^src/crypto/', src('base'), 'Keys are handled in one room that can be read alone.'),
  only(
    'evidence',
    '^src/evidence/',
    src('base'),
    "The field's words must not depend on how they are stored or proved.",
  ),
  only(
    'ledger',
    '^src/ledger/',
    src('base', 'crypto', 'evidence'),
    'Entries, trees and proofs are a format: they know nothing of files, networks or use cases.',
  ),
  only(
    'bundle',
    '^src/bundle/',
    src('base', 'crypto', 'evidence', 'ledger'),
    'A bundle is read by people without a vault, so its format cannot need one.',
  ),
  only(
    'verify',
    '^src/verify/',
    src('base', 'crypto', 'evidence', 'ledger', 'bundle'),
    'The verifier judges the vault: it may depend on the formats and on nothing it judges.',
  ),
  only(
    'platform',
    '^src/platform/',
    src('base', 'crypto'),
    "Platform makes crypto's ports faster; it knows no use case and no format.",
  ),
  typesOnly(
    'platform-takes-only-types-of-crypto',
    '^src/platform/',
    '^src/crypto/(?!argon2[.]ts$)',
    'Platform implements ports that crypto describes; calling back into crypto would close a circle. Argon2 alone is called, since platform runs it in a thread of its own.',
  ),
  only(
    'contract',
    '^src/contract/',
    src('base', 'evidence', 'verify'),
    'Both sides of the process boundary read the contract, and the page may hold neither keys nor files.',
  ),
  typesOnly(
    'contract-takes-only-types-of-verify',
    '^src/contract/',
    '^src/verify/',
    'The contract names the verifier’s report; it must not carry the verifier into every page.',
  ),
  only(
    'store',
    '^src/store/',
    src('platform', ...formats),
    'Storage keeps bytes safe whatever their source and use. Its threads cannot be handed functions, so it takes platform itself.',
  ),
  only(
    'sources',
    '^src/sources/',
    src(...formats),
    'A connector only fetches: what is kept, and how, is the vault’s business.',
  ),
  only(
    'sources-catalogue',
    '^src/sources/catalogue/',
    [],
    'What is known of portals is words for learners, which the page shows as they are: no code comes along.',
  ),
  only(
    'anchors',
    '^src/anchors/',
    src(...formats),
    'Authorities and witnesses see digests, so their clients need neither store nor vault.',
  ),
  only(
    'practice',
    '^src/practice/',
    src(...formats),
    'The practice provider plays the outside world, which has no vault.',
  ),
  only(
    'vault',
    '^src/vault/',
    src('store', 'sources', 'anchors', 'platform', ...formats),
    'Use cases join the rooms below; they know no command line, no window and no demo.',
  ),
  only(
    'cli',
    '^src/cli/',
    src('vault', 'verify', 'practice', 'platform', 'base'),
    'Commands call use cases, so that the desktop app can do all that the command line can.',
  ),
  only(
    'electron-main',
    '^electron/main/',
    src('contract', 'base'),
    'Main never sees keys, passphrases or evidence: the engine does, in a process of its own.',
  ),
  only(
    'electron-preload',
    '^electron/preload/',
    src('contract'),
    'The preload hands the contract to the page and holds no logic.',
  ),
  typesOnly(
    'electron-preload-takes-only-types-of-contract',
    '^electron/preload/',
    '^src/contract/',
    'A sandboxed preload is one small file without logic: types vanish, schemas would not.',
  ),
  only(
    'electron-engine',
    '^electron/engine/',
    src('contract', 'vault', 'practice', 'platform', 'base'),
    'The engine turns contract calls into use cases and does nothing else.',
  ),
  only(
    'electron-runtime',
    '^electron/runtime/',
    [],
    'Finding an Electron to run on is a matter of files and programs: it knows nothing of the app.',
  ),
  only(
    'electron-tooling',
    '^electron/tooling/',
    ['^electron/runtime/'],
    'Building and starting the app takes its files as they are, and none of its code.',
  ),
  only(
    'renderer-language',
    '^renderer/language/',
    [...src('base')],
    'Words are laid out and chosen in one place that no screen can reach into.',
  ),
  only(
    'renderer-ui',
    '^renderer/ui/',
    ['^renderer/language/', ...src('base')],
    'The parts are drawn once and know no screen, so that every screen looks as if one person had drawn them all.',
  ),
  only(
    'renderer',
    '^renderer/(?!report/|verifier/)',
    ['^renderer/report/', '^src/sources/catalogue/', ...src('contract', 'base')],
    'The page is sandboxed and holds no key: it reaches the vault only through the contract.',
  ),
  only(
    'renderer-report',
    '^renderer/report/',
    ['^renderer/language/', ...src('verify', 'base')],
    'The report looks the same in the app and on the verifier page, so it may lean on neither.',
  ),
  typesOnly(
    'renderer-report-takes-only-types-of-verify',
    '^renderer/report/',
    '^src/verify/',
    'The report shows what a verifier found; the app’s page must not carry the verifier itself.',
  ),
  only(
    'renderer-verifier',
    '^renderer/verifier/',
    [
      '^renderer/report/',
      '^renderer/ui/',
      '^renderer/language/',
      ...src('verify', 'bundle', 'crypto', 'base'),
    ],
    'The verifier page is one offline file for people without the app: only the verifier, its report and the parts they are drawn with go in.',
  ),
];

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'no-unknown-room',
      severity: 'error',
      comment: 'Every file of src lives in a room with a rule of its own; a new room is a decision.',
      from: {
        path: '^src/',
        pathNot: src(
          ...formats,
          'contract',
          'platform',
          'store',
          'sources',
          'anchors',
          'practice',
          'vault',
          'cli',
        ),
      },
      to: {},
    },
    {
      name: 'tier-i-has-no-node',
      severity: 'error',
      comment: 'These rooms also run in a browser page, which has no Node modules.',
      from: { path: [...src(...tierI), '^src/sources/catalogue/', '^renderer/'] },
      to: { dependencyTypes: ['core'] },
    },
    packageOf('crypto', ['libsodium-wrappers-sumo'], 'Every use of a key can be read in one room.'),
    packageOf('crypto', ['age-encryption'], 'Every use of a key can be read in one room.'),
    packageOf(
      'store/replica/webdav',
      ['webdav'],
      'Of the store, second copies alone may reach a server, and from one folder.',
    ),
    {
      name: 'only-store-and-a-witness-import-better-sqlite3',
      severity: 'error',
      comment:
        'The index is a projection that only the store may write, rebuild and lock; a witness has one file of its own.',
      from: { path: product, pathNot: '^src/(store/|anchors/witness-state[.]ts$)' },
      to: { path: '(^|/)node_modules/better-sqlite3/' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      comment: 'What is shipped cannot lean on what is not.',
      from: { path: product },
      to: { path: '^tests/' },
    },
    {
      name: 'nothing-imports-decisions',
      severity: 'error',
      comment: 'src/decisions holds documents, not code.',
      from: {},
      to: { path: '^src/decisions/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unknown-electron-room',
      severity: 'error',
      comment: 'Every file of electron lives in a room with a rule of its own; a new room is a decision.',
      from: { path: '^electron/', pathNot: '^electron/(main|preload|engine|runtime|tooling)/' },
      to: {},
    },
    {
      name: 'only-tools-import-tools',
      severity: 'error',
      comment: 'What builds and starts the app is no part of it.',
      from: { path: product, pathNot: '^electron/(runtime|tooling)/' },
      to: { path: '^electron/(runtime|tooling)/' },
    },
    {
      name: 'only-electron-imports-electron',
      severity: 'error',
      comment: 'The page has no Electron, and the engine runs without one where it must.',
      from: { path: product, pathNot: '^electron/(main|preload|runtime|tooling)/' },
      to: { path: '(^|/)node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-feature-imports-another',
      severity: 'error',
      comment:
        'Screens are reached by their routes; what two of them share is a part (ui) or belongs to app.',
      from: { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/(evidence|item)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'evidence-and-item-and-erase-import-no-other-feature',
      severity: 'error',
      comment:
        'The list, what it lists and the erasing of it are one subject, in three folders for their size.',
      from: { path: '^renderer/features/(evidence|item|erase)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/(evidence|item|erase)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment:
        'A file that nothing imports and that imports nothing is forgotten; entry points are named here.',
      from: {
        orphan: true,
        path: product,
        pathNot: [
          '[.]d[.]ts$',
          '^src/cli/(main[.]ts|bin[.]mjs)$',
          '-worker[.]ts$',
          '^src/practice/recordings/',
          '^electron/(main/main|preload/preload|engine/engine)[.]ts$',
          '^electron/runtime/default-app/',
          '^electron/tooling/[^/]+[.]ts$',
          '^renderer/(verifier/)?main[.]tsx$',
        ],
      },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that cannot be found fails when somebody runs it.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      comment: 'A package that package.json does not name may vanish with the next install.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-product',
      severity: 'error',
      comment: 'An installed package has no development dependencies; types alone vanish.',
      // The page and main are bundled: what they import is inside their files, so it may be a development package.
      from: { path: ['^src/', '^electron/engine/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|coverage|src/practice/recordings)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
