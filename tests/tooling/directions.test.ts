import { createRequire } from 'node:module';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { buildSmallHouse } from './small-house.ts';

/** Imports that must be refused: the file, what it imports, and the rule that refuses it. */
const refused = [
  ['src/base/a.ts', "import '../crypto/door.ts';", 'base-imports-nothing'],
  ['src/crypto/a.ts', "import '../evidence/door.ts';", 'crypto'],
  ['src/evidence/a.ts', "import '../crypto/door.ts';", 'evidence'],
  ['src/ledger/a.ts', "import '../bundle/door.ts';", 'ledger'],
  ['src/bundle/a.ts', "import '../verify/door.ts';", 'bundle'],
  ['src/verify/a.ts', "import '../store/door.ts';", 'verify'],
  ['src/verify/types.ts', "import type {} from '../vault/door.ts';", 'verify'],
  ['src/platform/a.ts', "import '../ledger/door.ts';", 'platform'],
  [
    'src/platform/values.ts',
    "import { door } from '../crypto/door.ts'; door;",
    'platform-takes-only-types-of-crypto',
  ],
  ['src/contract/a.ts', "import '../crypto/door.ts';", 'contract'],
  [
    'src/contract/values.ts',
    "import { door } from '../verify/door.ts'; door;",
    'contract-takes-only-types-of-verify',
  ],
  ['src/store/a.ts', "import '../contract/door.ts';", 'store'],
  ['src/sources/a.ts', "import '../store/door.ts';", 'sources'],
  ['src/sources/fast.ts', "import '../platform/door.ts';", 'sources'],
  ['src/sources/catalogue/a.ts', "import '../door.ts';", 'sources-catalogue'],
  ['src/anchors/a.ts', "import '../vault/door.ts';", 'anchors'],
  ['src/practice/a.ts', "import '../vault/door.ts';", 'practice'],
  ['src/vault/a.ts', "import '../cli/door.ts';", 'vault'],
  ['src/vault/demo.ts', "import '../practice/door.ts';", 'vault'],
  ['src/cli/a.ts', "import '../store/door.ts';", 'cli'],
  ['src/cli/window.ts', "import '../../electron/main/main.ts';", 'cli'],
  ['electron/main/window.ts', "import '../../src/vault/door.ts';", 'electron-main'],
  ['electron/preload/a.ts', "import '../../src/base/door.ts';", 'electron-preload'],
  [
    'electron/preload/values.ts',
    "import { door } from '../../src/contract/door.ts'; door;",
    'electron-preload-takes-only-types-of-contract',
  ],
  ['electron/engine/a.ts', "import '../../src/store/door.ts';", 'electron-engine'],
  ['electron/runtime/a.ts', "import '../../src/base/door.ts';", 'electron-runtime'],
  ['electron/tooling/a.ts', "import '../main/main.ts';", 'electron-tooling'],
  ['electron/attic/a.ts', "import '../../src/base/door.ts';", 'no-unknown-electron-room'],
  ['electron/main/tools.ts', "import '../tooling/good.ts';", 'only-tools-import-tools'],
  ['electron/engine/window.ts', "import 'electron';", 'only-electron-imports-electron'],
  ['renderer/language/a.ts', "import '../../src/contract/door.ts';", 'renderer-language'],
  ['renderer/ui/a.ts', "import '../../src/contract/door.ts';", 'renderer-ui'],
  ['renderer/features/send/a.ts', "import '../item/good.ts';", 'no-feature-imports-another'],
  [
    'renderer/features/item/a.ts',
    "import '../send/good.ts';",
    'evidence-and-item-and-erase-import-no-other-feature',
  ],
  ['renderer/library/a.ts', "import '../../src/vault/door.ts';", 'renderer'],
  ['renderer/library/check.ts', "import '../../src/verify/door.ts';", 'renderer'],
  ['renderer/library/page.ts', "import '../verifier/door.ts';", 'renderer'],
  ['renderer/library/file.ts', "import 'node:fs';", 'tier-i-has-no-node'],
  ['renderer/report/a.ts', "import '../../src/contract/door.ts';", 'renderer-report'],
  [
    'renderer/report/values.ts',
    "import { door } from '../../src/verify/door.ts'; door;",
    'renderer-report-takes-only-types-of-verify',
  ],
  ['renderer/verifier/a.ts', "import '../../src/contract/door.ts';", 'renderer-verifier'],
  ['renderer/verifier/app.ts', "import '../features/send/good.ts';", 'renderer-verifier'],
  ['src/attic/a.ts', "import '../base/door.ts';", 'no-unknown-room'],
  ['src/ledger/node.ts', "import { readFile } from 'node:fs/promises'; readFile;", 'tier-i-has-no-node'],
  ['src/store/keys.ts', "import 'libsodium-wrappers-sumo';", 'only-crypto-imports-libsodium-wrappers-sumo'],
  ['src/bundle/keys.ts', "import 'age-encryption';", 'only-crypto-imports-age-encryption'],
  ['src/store/replica/send.ts', "import 'webdav';", 'only-store/replica/webdav-imports-webdav'],
  ['src/vault/index-reader.ts', "import 'better-sqlite3';", 'only-store-and-a-witness-import-better-sqlite3'],
  ['src/store/fixture.ts', "import '../../tests/unit/fixture.ts';", 'product-never-imports-tests'],
  ['src/vault/one.ts', "import './two.ts';", 'no-circular'],
  ['src/vault/forgotten.ts', 'export const forgotten = 1;', 'no-orphans'],
  ['src/vault/missing.ts', "import './nowhere.ts';", 'not-to-unresolvable'],
  ['src/vault/borrowed.ts', "import 'left-out';", 'no-undeclared-package'],
  ['src/vault/tested.ts', "import 'fast-check';", 'no-development-package-in-product'],
] as const;

/** Imports that the table allows; a rule that refused them would stop good work. */
const allowed = [
  ['src/verify/good.ts', "import '../bundle/door.ts'; import '../base/door.ts';"],
  ['src/platform/good.ts', "import type { door } from '../crypto/door.ts'; export type Door = typeof door;"],
  ['src/crypto/good.ts', "import 'libsodium-wrappers-sumo';"],
  ['src/store/good.ts', "import 'node:fs'; import 'better-sqlite3'; import '../ledger/door.ts';"],
  [
    'src/vault/good.ts',
    "import '../store/door.ts'; import '../sources/door.ts'; import '../anchors/door.ts'; import '../platform/door.ts';",
  ],
  ['src/anchors/good.ts', "import 'node:http'; import '../ledger/door.ts';"],
  ['src/cli/main.ts', "import '../vault/door.ts'; import '../practice/door.ts';"],
  ['electron/engine/good.ts', "import '../../src/contract/door.ts'; import '../../src/vault/door.ts';"],
  ['electron/main/good.ts', "import 'electron'; import '../../src/contract/door.ts';"],
  ['electron/tooling/good.ts', "import '../runtime/good.ts';"],
  ['electron/runtime/good.ts', "import 'node:fs';"],
  ['renderer/ui/good.ts', "import '../../src/base/door.ts';"],
  ['renderer/features/send/good.ts', "import '../../ui/good.ts';"],
  ['renderer/features/item/good.ts', "import '../../ui/good.ts'; import '../evidence/good.ts';"],
  ['renderer/features/evidence/good.ts', "import '../../ui/good.ts';"],
  ['renderer/library/good.ts', "import '../report/door.ts'; import '../../src/contract/door.ts';"],
  [
    'renderer/verifier/good.ts',
    "import '../report/door.ts'; import '../ui/good.ts'; import '../../src/verify/door.ts'; import '../../src/bundle/door.ts'; import '../../src/crypto/door.ts';",
  ],
  ['tests/unit/good.ts', "import '../../src/store/door.ts'; import 'fast-check';"],
] as const;

const cruiser = 'dependency-cruiser/bin/dependency-cruiser.mjs';
const configuration = '.dependency-cruiser.cjs';

const doors = [
  ...['base', 'crypto', 'evidence', 'ledger', 'bundle', 'verify', 'platform', 'contract', 'store', 'sources'],
  ...['anchors', 'practice', 'vault', 'cli'],
].map((room) => `src/${room}/door.ts`);

const Cruise = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

const Configuration = z.object({
  forbidden: z.array(z.object({ name: z.string(), comment: z.string().min(20) })),
});

describe('the import directions', () => {
  let found: { file: string; rule: string }[] = [];
  let exitCode = 0;
  let house: Awaited<ReturnType<typeof buildSmallHouse>> | undefined;

  beforeAll(async () => {
    const files: Record<string, string> = {
      'tests/unit/fixture.ts': 'export const fixture = 1;',
      // A circle is told of once, at the file that comes first.
      'src/vault/two.ts': "import './one.ts';",
    };
    for (const door of [
      ...doors,
      'electron/main/main.ts',
      'renderer/report/door.ts',
      'renderer/verifier/door.ts',
    ])
      files[door] = 'export const door = 1;';
    for (const [file, text] of [...refused, ...allowed]) files[file] = text;
    house = await buildSmallHouse(files, [
      'libsodium-wrappers-sumo',
      'age-encryption',
      'better-sqlite3',
      'fast-check',
      'webdav',
      'left-out',
      'electron',
      '@eslint/js',
      'typescript-eslint',
      'eslint-plugin-react-hooks',
    ]);
    const [machine, people] = await Promise.all([
      house.run(cruiser, '--config', configuration, '--output-type', 'json', '.'),
      house.run(cruiser, '--config', configuration, '.'),
    ]);
    if (machine.stdout === '') throw new Error(`dependency-cruiser printed nothing: ${machine.stderr}`);
    exitCode = people.exitCode;
    found = Cruise.parse(JSON.parse(machine.stdout)).summary.violations.map(({ from, rule }) => ({
      file: from,
      rule: rule.name,
    }));
  });

  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });

  it.each(refused)('refuse %s with %s by the rule %s', (file, _text, rule) => {
    expect(found).toContainEqual({ file, rule });
  });

  it.each(allowed)('allow %s with %s', (file) => {
    expect(found.filter((violation) => violation.file === file)).toEqual([]);
  });

  it('refuse nothing in a file that this test does not expect', () => {
    const expected = new Set<string>(refused.map(([file]) => file));
    expect(found.filter((violation) => !expected.has(violation.file))).toEqual([]);
  });

  it('have an example of every rule', () => {
    const rules = Configuration.parse(createRequire(import.meta.url)(`../../${configuration}`)).forbidden;
    const shown = new Set<string>(refused.map(([, , rule]) => rule));
    // src/decisions holds no code, so that rule is a guard without a file to show.
    expect(rules.map((rule) => rule.name).filter((name) => !shown.has(name))).toEqual([
      'nothing-imports-decisions',
    ]);
  });

  it('fail the check that people and CI run', () => {
    expect(exitCode).toBeGreaterThan(0);
  });
});
