import { describe, expect, it } from 'vitest';

import { fuzz } from '../../fuzz/fuzz-target.ts';
import { targets } from '../../fuzz/targets.ts';

describe('readers of what others wrote refuse what is wrong and do nothing else', () => {
  it.each(targets)('$name', { timeout: 300_000 }, async (target) => {
    const { problems, refused } = await fuzz(target, { inputs: 3000, seed: 'every test' });
    expect(problems).toEqual([]);
    expect(refused.none).toBeUndefined();
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
