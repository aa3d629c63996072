import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { buildSmallHouse } from './small-house.ts';

/** Lines that tier I may not hold, by the name that betrays them. */
const strangers = {
  Buffer: "export const bytes = Buffer.from('evidence');",
  process: 'export const platform = process.platform;',
  document: 'export const page = document;',
  window: 'export const page = window;',
};

const portable = `
export const text = new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode('evidence'));
export const salt = crypto.getRandomValues(new Uint8Array(32));
export const copy = structuredClone({ text });
export function stop(signal: AbortSignal): void {
  signal.throwIfAborted();
}
`;

const Lint = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.string().nullable(), message: z.string() })),
  }),
);

describe('tier I', () => {
  let house: Awaited<ReturnType<typeof buildSmallHouse>>;
  let typeErrors = '';
  let lint: z.infer<typeof Lint> = [];

  beforeAll(async () => {
    const files: Record<string, string> = {
      'src/crypto/portable.ts': portable,
      'src/verify/reader.ts':
        "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
      'src/store/keys.ts':
        "import sodium from 'libsodium-wrappers-sumo';\n\nexport const ready = sodium.ready;\n",
      'src/crypto/keys.ts':
        "import sodium from 'libsodium-wrappers-sumo';\n\nexport const ready = sodium.ready;\n",
    };
    for (const [name, line] of Object.entries(strangers)) files[`src/ledger/${name}.ts`] = `${line}\n`;
    house = await buildSmallHouse(files);
    const [types, linted] = await Promise.all([
      house.run('typescript/bin/tsc', '--project', 'tsconfig.tier-i.json'),
      house.run('eslint/bin/eslint.js', '--format', 'json', 'src'),
    ]);
    typeErrors = types.stdout;
    lint = Lint.parse(JSON.parse(linted.stdout));
  });

  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });

  const rulesAgainst = (file: string) =>
    lint
      .filter(({ filePath }) => filePath.replaceAll('\\', '/').endsWith(file))
      .flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));

  it.each(Object.keys(strangers))('does not compile with %s', (name) => {
    expect(typeErrors).toContain(`src/ledger/${name}.ts`);
  });

  it.each(Object.keys(strangers))('is refused by the linter with %s', (name) => {
    expect(rulesAgainst(`src/ledger/${name}.ts`)).toContain('no-restricted-globals');
  });

  it('neither compiles nor lints with a module of Node', () => {
    expect(typeErrors).toContain('src/verify/reader.ts');
    expect(rulesAgainst('src/verify/reader.ts')).toContain('no-restricted-imports');
  });

  it('compiles with the globals that every platform has', () => {
    expect(typeErrors).not.toContain('src/crypto/portable.ts');
    expect(rulesAgainst('src/crypto/portable.ts')).toEqual([]);
  });

  it('keeps libsodium to src/crypto', () => {
    expect(rulesAgainst('src/store/keys.ts')).toContain('no-restricted-imports');
    expect(rulesAgainst('src/crypto/keys.ts')).toEqual([]);
  });
});
