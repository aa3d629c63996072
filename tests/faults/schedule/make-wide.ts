import type { LineTrouble } from '../cut-server.ts';
import type { Random } from '../random.ts';
import type { Strike } from '../ports/striking-port.ts';
import { stickKinds } from '../stick.ts';
import { faults, makeFailure, makeFiles, makeIndex, makeStep, weighted } from './ingredients.ts';
import type { Life, Schedule, Work } from './schedule.ts';
import {
  harmedFiles,
  harms,
  mischiefs,
  type StickFault,
  type StickLife,
  type WideFamily,
  type WideWork,
} from './wide-work.ts';

/** How many in some hundred schedules are of each family, where none is asked for. */
export const wideShares: Readonly<Record<WideFamily, number>> = {
  copies: 14,
  restore: 8,
  repair: 8,
  erasure: 8,
  exports: 4,
  server: 2,
};

/** The schedule of a family that a seed stands for. */
export function makeWide(random: Random, seed: string, family: WideFamily): Schedule {
  const maker = new WideMaker(random);
  return { seed, family, creates: false, stick: random.pick(stickKinds), lives: maker.lives(family) };
}

class WideMaker {
  readonly #random: Random;
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  lives(family: WideFamily): Life[] {
    const random = this.#random;
    const more = random.whole(1, 3);
    switch (family) {
      case 'copies':
        return Array.from({ length: more + 1 }, () =>
          this.#life(
            this.#works(1, 5, () => this.#ofCopies()),
            { main: 0.5, stick: 0.5 },
          ),
        );
      case 'restore':
        return [
          this.#quiet([
            this.#add(),
            copy('a'),
            this.#add(),
            copy(random.pick(['a', 'b'] as const)),
            ...this.#works(0, 2, () => this.#mischief()),
          ]),
          ...Array.from({ length: more }, () => this.#life([this.#restore()], { main: 0.9, stick: 0.2 })),
          this.#last([this.#restore()]),
        ];
      case 'repair':
        return [
          this.#quiet([
            this.#add(),
            ...(random.chance(0.3) ? [{ do: 'rekey' } as const, this.#add()] : []),
            ...(random.chance(0.4) ? [{ do: 'parity' } as const] : []),
            copy('a'),
            ...this.#works(1, 4, () => this.#damage()),
          ]),
          ...Array.from({ length: more }, () =>
            this.#life([{ do: 'repair', places: ['a'] }], { main: 0.9, stick: 0.2 }),
          ),
          this.#last([{ do: 'repair', places: ['a'] }]),
        ];
      case 'erasure':
        return [
          this.#quiet([this.#add(), copy('a'), ...(random.chance(0.5) ? [copy('b')] : []), this.#add()]),
          ...Array.from({ length: more }, () =>
            this.#life(
              this.#works(1, 4, () => this.#ofErasure()),
              { main: 0.8, stick: 0.2 },
            ),
          ),
          this.#last([copy('a'), { do: 'restore', places: ['b', 'a'], quick: false, cut: 0 }]),
        ];
      case 'exports':
        return Array.from({ length: more }, () =>
          this.#life(
            this.#works(1, 3, () => this.#ofExports()),
            { main: 0.8, stick: 0 },
          ),
        );
      case 'server':
        return [
          ...Array.from({ length: more }, () =>
            this.#quiet([this.#add(), { do: 'serve', ...this.#line() }, { do: 'serve', ...this.#line() }]),
          ),
          this.#quiet([{ do: 'serve', cut: 0 }]),
          this.#quiet([{ do: 'restore', places: ['server'], quick: false, ...this.#line() }]),
          this.#last([{ do: 'restore', places: ['server'], quick: false, cut: 0 }]),
        ];
    }
  }

  #ofCopies(): Work {
    const random = this.#random;
    switch (
      weighted(random, {
        copy: 6,
        add: 4,
        other: 1.5,
        check: 1.5,
        mischief: 1,
        folder: 1,
        unit: 1,
        reopen: 1,
      })
    ) {
      case 'copy':
        return copy(random.pick(['a', 'a', 'a', 'b'] as const));
      case 'add':
        return this.#add();
      case 'other':
        return { do: 'other-laptop', files: this.#files('other', 2), copy: random.chance(0.8) };
      case 'check':
        return { do: 'check-copy', place: 'a', full: random.chance(0.6), mend: random.chance(0.5) };
      case 'mischief':
        return this.#mischief();
      case 'folder':
        return { do: 'sync-folder', put: this.#files('watched', 2), remove: [], during: [], again: false };
      case 'unit':
        return this.#unit();
      case 'reopen':
        return { do: 'reopen' };
    }
  }

  #ofErasure(): Work {
    const random = this.#random;
    switch (weighted(random, { erase: 5, copy: 3, add: 2, repair: 0.5, reopen: 1, rebuild: 0.5 })) {
      case 'erase':
        return { do: 'erase', seed: random.whole(0, 1000), everywhere: random.chance(0.5) };
      case 'copy':
        return copy(random.pick(['a', 'a', 'b'] as const));
      case 'add':
        return this.#add();
      case 'repair':
        return { do: 'repair', places: [random.pick(['a', 'b'] as const)] };
      case 'reopen':
        return { do: 'reopen' };
      case 'rebuild':
        return { do: 'rebuild-index' };
    }
  }

  #ofExports(): Work {
    switch (weighted(this.#random, { plain: 3, bundle: 2, add: 2 })) {
      case 'plain':
        return { do: 'export-all', name: `plain-${String(this.#next())}` };
      case 'bundle':
        return { do: 'export', name: `bundle-${String(this.#next())}.zip` };
      case 'add':
        return this.#add();
    }
  }

  #add(): Work {
    return { do: 'add', files: this.#files('file', this.#random.whole(1, 3)) };
  }

  #unit(): Work {
    return { do: 'add-unit', reference: `A/${String(100 + this.#next())}/1000` };
  }

  #mischief(): WideWork {
    const random = this.#random;
    const place = random.pick(['a', 'a', 'b'] as const);
    return { do: 'mischief', place, what: random.pick(mischiefs), seed: random.whole(1, 1_000_000) };
  }

  #damage(): WideWork {
    const random = this.#random;
    const what = random.chance(0.5) ? 'blob' : random.pick(harmedFiles);
    return { do: 'damage', what, harm: random.pick(harms), seed: random.whole(1, 1_000_000) };
  }

  #restore(): WideWork {
    const random = this.#random;
    return { do: 'restore', places: random.pick([['a', 'b'], ['a']]), quick: random.chance(0.2), cut: 0 };
  }

  /** Cut or spoilt somewhere in a request, an answer or what two sides of TLS say first, or never. */
  #line(): LineTrouble {
    const random = this.#random;
    const spoilt = random.chance(0.4) ? { spoilt: true as const } : {};
    return {
      cut: random.pick([0, random.whole(1, 2_500), random.whole(1, 5_000), random.whole(2_500, 90_000)]),
      ...spoilt,
    };
  }

  #files(stem: string, most: number): ReturnType<typeof makeFiles> {
    return makeFiles(this.#random, stem, () => this.#next(), this.#random.whole(1, most));
  }

  #works<Some extends Work>(least: number, most: number, make: () => Some): Some[] {
    return Array.from({ length: this.#random.whole(least, most) }, make);
  }

  #next(): number {
    this.#names += 1;
    return this.#names;
  }

  /** Nothing strikes, but the stick may be pulled out too early. */
  #quiet(works: readonly Work[]): Life {
    return { works, stick: this.#pulled(0.7), end: { type: 'close' } };
  }

  /** Nothing strikes, and what was acknowledged then has to outlast a power failure. */
  #last(works: readonly Work[]): Life {
    const failure = makeFailure(this.#random);
    return {
      works,
      stick: this.#pulled(0.7),
      end: { type: 'power', failure, index: 'kept', elsewhere: false },
    };
  }

  /** @param chance of a fault of the computer's disk, and of the stick */
  #life(works: readonly Work[], chance: { readonly main: number; readonly stick: number }): Life {
    const random = this.#random;
    const strike = random.chance(chance.main) ? { strike: this.#strike(works.length) } : {};
    const fault = random.chance(chance.stick) ? { fault: this.#stickFault(works.length) } : {};
    return { works, ...strike, stick: { ...this.#pulled(0.6), ...fault }, end: this.#end() };
  }

  #strike(works: number): NonNullable<Life['strike']> {
    const random = this.#random;
    return {
      before: random.whole(0, works - 1),
      ...makeStep(random, true),
      fault: random.pick(faults),
      lasting: random.pick([1, 1, 3, 1_000_000]),
    };
  }

  #stickFault(works: number): StickFault {
    const random = this.#random;
    const before = random.whole(0, works - 1);
    if (random.chance(0.6)) {
      const calls = random.whole(0, random.pick([10, 60, 300, 900]));
      return { before, calls, unplugged: random.pick(['errors', 'empty'] as const) };
    }
    const fault: Strike['fault'] = random.pick(['ENOSPC', 'EIO', 'EROFS', 'short-write'] as const);
    return { before, strike: { ...makeStep(random, false), fault, lasting: random.pick([1, 3, 1_000_000]) } };
  }

  #pulled(chance: number): StickLife {
    return this.#random.chance(chance) ? { pulled: makeFailure(this.#random) } : {};
  }

  #end(): Life['end'] {
    const random = this.#random;
    switch (random.pick(['close', 'kill', 'kill', 'power', 'power'] as const)) {
      case 'close':
        return { type: 'close' };
      case 'kill':
        return { type: 'kill', looked: random.chance(0.3) };
      case 'power':
        return {
          type: 'power',
          failure: makeFailure(random),
          index: makeIndex(random),
          elsewhere: random.chance(0.05),
        };
    }
  }
}

function copy(place: 'a' | 'b'): Work {
  return { do: 'copy', places: [place] };
}
