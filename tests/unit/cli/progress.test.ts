import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Progress } from '../../../src/cli/progress.ts';

class Screen extends PassThrough {
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(isTTY: boolean, columns = 40) {
    super({ encoding: 'utf8' });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  shown(): string {
    const text: unknown = this.read();
    return typeof text === 'string' ? text : '';
  }
}

function progressOn(
  screen: Screen,
  json = false,
): { progress: Progress; wait: (milliseconds: number) => void } {
  let now = 0;
  const progress = new Progress(screen, { json, now: () => now });
  return { progress, wait: (milliseconds) => (now += milliseconds) };
}

describe('progress', () => {
  it('draws one line over itself on a terminal, and takes it away', () => {
    const screen = new Screen(true);
    const { progress, wait } = progressOn(screen);
    wait(200);
    progress.show('Copying', { name: 'report.pdf', done: 3, total: 7 });
    expect(screen.shown()).toBe('\r\u001b[2KCopying: 3 of 7, now report.pdf');
    progress.clear();
    expect(screen.shown()).toBe('\r\u001b[2K');
    progress.clear();
    expect(screen.shown()).toBe('');
  });

  it('fits a long or hostile name into the line', () => {
    const screen = new Screen(true);
    const { progress, wait } = progressOn(screen);
    wait(200);
    progress.show('Copying', { name: `\u001b[2J${'x'.repeat(100)}`, done: 0 });
    const shown = screen.shown().slice('\r\u001b[2K'.length);
    expect(shown).toHaveLength(39);
    expect(shown).not.toContain('\u001b');
  });

  it('still names the item on a terminal that does not know its width', () => {
    const screen = new Screen(true, 0);
    const { progress, wait } = progressOn(screen);
    wait(200);
    progress.show('Copying', { name: 'report.pdf', done: 0 });
    expect(screen.shown()).toContain('report.pdf');
  });

  it('writes a plain line now and then where there is no terminal', () => {
    const screen = new Screen(false);
    const { progress, wait } = progressOn(screen);
    for (let step = 0; step < 300; step += 1) {
      wait(100);
      progress.show('Copying', { name: 'report.pdf', done: step });
    }
    expect(screen.shown().split('\n').filter(Boolean)).toHaveLength(3);
  });

  it('says nothing beside a JSON document, unless somebody watches', () => {
    const file = new Screen(false);
    const quiet = progressOn(file, true);
    quiet.wait(60_000);
    quiet.progress.show('Copying', { name: 'report.pdf', done: 1 });
    expect(file.shown()).toBe('');
    const screen = new Screen(true);
    const watched = progressOn(screen, true);
    watched.wait(60_000);
    watched.progress.show('Copying', { name: 'report.pdf', done: 1 });
    expect(screen.shown()).toContain('report.pdf');
  });
});
