import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { fuzz } from '../../fuzz/fuzz-target.ts';
import { notFuzzed } from '../../fuzz/not-fuzzed.ts';
import { targets } from '../../fuzz/targets.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything that a file imports, and what that imports; not types. */
function filesBehind(first: string): ReadonlySet<string> {
  const found = new Set<string>();
  const coming = [first];
  for (let name = coming.pop(); name !== undefined; name = coming.pop()) {
    if (found.has(name) || !existsSync(join(checkout, name))) continue;
    found.add(name);
    const text = readFileSync(join(checkout, name), 'utf8');
    for (const [, from = ''] of text.matchAll(
      /(?:^(?:import|export)(?! type)[^;]*? from|import\()\s*'(\.[^']+)'/gmsu,
    ))
      coming.push(posix.join(posix.dirname(name), from));
  }
  return found;
}

describe('readers of what others wrote refuse what is wrong and do nothing else', () => {
  it.each(targets)('$name', { timeout: 300_000 }, async (target) => {
    const { problems, refused } = await fuzz(target, { inputs: 3000, seed: 'every test' });
    expect(problems).toEqual([]);
    expect(refused.none).toBeUndefined();
  });

  it('are all of the files that take bytes apart, but for those that say why not', () => {
    const read = filesBehind('tests/fuzz/targets.ts');
    const taking =
      /parseStrictJson\(|JSON\.parse\(|new ByteReader\(|new DataView\(|new SaxesParser\b|new Parser\(|fromBuffer|PDFDocument|readUInt/u;
    const outside = ['src', 'electron']
      .flatMap((room) =>
        readdirSync(join(checkout, room), { recursive: true, encoding: 'utf8' }).map(
          (name) => `${room}/${name}`,
        ),
      )
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !read.has(name))
      .filter((name) => taking.test(readFileSync(join(checkout, name), 'utf8')));
    expect(outside.sort()).toEqual(Object.keys(notFuzzed).sort());
  });

  it('notices a reader that breaks, and one that is slow', async () => {
    const broken = {
      name: 'broken',
      corpus: () => [Buffer.from('a')],
      read: (bytes: Uint8Array) => {
        if (bytes.length > 3) throw new TypeError('broken');
      },
    };
    const { problems } = await fuzz(broken, { inputs: 200, seed: 'every test' });
    expect(problems).toHaveLength(3);
    const [first] = problems;
    const again = await fuzz(broken, { inputs: 200, seed: 'every test', only: first?.input ?? 0 });
    expect(again.problems.map(({ bytes }) => bytes)).toEqual([first?.bytes]);
  });
});
