import { describe, expect, test } from 'vitest';

import { replicaFileName, replicaName } from '../../../../src/store/replica/replica-names.ts';
import type { ReplicaTarget } from '../../../../src/store/replica/replica-target.ts';
import { bytesOf, contentOf, listAll, readAll } from '../../../support/store/replica-contents.ts';

/** One place for a second copy, which may be opened several times. */
interface TargetPlace {
  /** A target of that place. @param writer who writes, for places that tell writers apart */
  open(writer?: string): Promise<ReplicaTarget>;
  /** Puts bytes there past the target, as a sync tool or another program would. The folders of the name are made. */
  plant(name: string, bytes: Uint8Array): Promise<void>;
  /** Takes the place away, as when a stick is unplugged or a server ends. */
  vanish(): Promise<void>;
}

const replica = contentOf(new TextEncoder().encode('{}\n'));

/** A piece with the name that its bytes give it. */
function piece(seed: number, length: number) {
  const content = contentOf(bytesOf(seed, length));
  return { name: replicaName({ type: 'blob', shelf: seed % 2, sha256: content.sha256 }), content };
}

/**
 * What every kind of place for a second copy has to do.
 * @param makePlace a new, empty place for each test; taken away by whoever makes it
 */
export function targetContract(kind: string, makePlace: () => Promise<TargetPlace>): void {
  const begin = async (): Promise<{ place: TargetPlace; target: ReplicaTarget }> => {
    const place = await makePlace();
    const target = await place.open();
    await target.put(replicaFileName, replica);
    return { place, target };
  };

  describe(`a second copy in ${kind}`, () => {
    test('is empty before anything was put there', async () => {
      const target = await (await makePlace()).open();
      expect(await listAll(target)).toEqual([]);
      expect(await target.findSize(replicaFileName)).toBeUndefined();
      expect(await readAll(target, replicaFileName)).toBeUndefined();
      await target.close();
    });

    test('refuses every other file until replica.json is there, so that an empty mount point is never filled', async () => {
      const target = await (await makePlace()).open();
      const { name, content } = piece(1, 10);
      await expect(target.put(name, content)).rejects.toMatchObject({ code: 'storage.gone' });
      expect(await listAll(target)).toEqual([]);
      await target.close();
    });

    test('gives back what was put, whole and in ranges, also to whoever opens it later', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(2, 2_500_000);
      await target.put(name, content);
      await target.settle();
      await target.close();
      const again = await place.open();
      const bytes = Buffer.from(bytesOf(2, 2_500_000));
      expect((await readAll(again, name))?.equals(bytes)).toBe(true);
      expect(await readAll(again, name, { start: 7, end: 19 })).toEqual(bytes.subarray(7, 19));
      expect(await readAll(again, name, { start: 1_048_570, end: 1_048_580 })).toEqual(
        bytes.subarray(1_048_570, 1_048_580),
      );
      expect(await readAll(again, name, { start: 2_499_999, end: 9_000_000 })).toEqual(
        bytes.subarray(2_499_999),
      );
      expect(await again.findSize(name)).toBe(2_500_000);
      expect(await listAll(again)).toEqual([
        [name, 2_500_000],
        [replicaFileName, 3],
      ]);
      await again.close();
    });

    test('keeps every kind of name that a second copy has', async () => {
      const { target } = await begin();
      const content = contentOf(bytesOf(3, 5));
      const { sha256 } = content;
      const log = '0123456789abcdef0123456789abcdef';
      const names = [
        replicaName({ type: 'blob', shelf: 12_345, sha256 }),
        replicaName({ type: 'header', generation: 2, sha256 }),
        replicaName({ type: 'keys', log, number: 1, offset: 0, length: 5, sha256 }),
        replicaName({ type: 'segment', log, number: 1, offset: 0, length: 5, sha256 }),
        'README.txt',
      ];
      for (const name of names) await target.put(name, content);
      await target.settle();
      expect((await listAll(target)).map(([name]) => name)).toEqual([...names, replicaFileName].sort());
      await target.close();
    });

    test('takes an empty file', async () => {
      const { target } = await begin();
      const { name, content } = piece(4, 0);
      await target.put(name, content);
      expect(await target.findSize(name)).toBe(0);
      expect(await readAll(target, name)).toEqual(Buffer.alloc(0));
      await target.close();
    });

    test('leaves alone a file of that name and length', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(5, 100);
      await place.plant(name, bytesOf(99, 100));
      await target.put(name, content);
      expect(await readAll(target, name)).toEqual(Buffer.from(bytesOf(99, 100)));
      await target.close();
    });

    test('makes good a file that was cut short', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(6, 100);
      await place.plant(name, bytesOf(6, 40));
      await target.put(name, content);
      expect(await readAll(target, name)).toEqual(Buffer.from(bytesOf(6, 100)));
      await target.close();
    });

    test('writes a damaged file anew, whatever its length', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(11, 100);
      for (const length of [100, 150, 40]) {
        await place.plant(name, bytesOf(99, length));
        await target.putOver(name, content);
        expect(await readAll(target, name)).toEqual(Buffer.from(bytesOf(11, 100)));
      }
      await target.remove(name);
      await target.putOver(name, content);
      expect(await readAll(target, name)).toEqual(Buffer.from(bytesOf(11, 100)));
      await target.close();
    });

    test('puts nothing there when the bytes are not those that were announced', async () => {
      const { target } = await begin();
      const { name, content } = piece(7, 3000);
      for (const bytes of [bytesOf(8, 3000), bytesOf(7, 2999)]) {
        const wrong = { ...content, open: () => contentOf(bytes).open() };
        await expect(target.put(name, wrong)).rejects.toMatchObject({
          code: 'integrity.replica-damaged',
          details: { what: 'sent' },
        });
      }
      expect(await target.findSize(name)).toBeUndefined();
      await target.put(name, content);
      expect(await readAll(target, name)).toEqual(Buffer.from(bytesOf(7, 3000)));
      await target.close();
    });

    test('goes on after a put that was stopped or whose source failed, and leaves no half file under the name', async () => {
      const { target } = await begin();
      const { name, content } = piece(9, 400_000);
      const stop = new AbortController();
      const stopped = {
        ...content,
        async *open() {
          for await (const bytes of content.open()) {
            yield bytes;
            stop.abort();
          }
        },
      };
      await expect(target.put(name, stopped, stop.signal)).rejects.toMatchObject({
        code: 'internal.cancelled',
      });
      const failing = {
        ...content,
        async *open() {
          yield* contentOf(bytesOf(9, 70_000)).open();
          throw new Error('the source is gone');
        },
      };
      await expect(target.put(name, failing)).rejects.toThrow('the source is gone');
      const half = await target.findSize(name);
      expect(half === undefined || half < 400_000).toBe(true);
      await target.put(name, content);
      await target.settle();
      expect((await readAll(target, name))?.equals(bytesOf(9, 400_000))).toBe(true);
      await target.tidy();
      expect((await listAll(target)).map(([found]) => found)).toEqual([name, replicaFileName]);
      await target.close();
    });

    test('lets many files be put at once, by two writers, some of them the same', async () => {
      const { place, target } = await begin();
      const other = await place.open('fedcba9876543210fedcba9876543210');
      const pieces = Array.from({ length: 24 }, (_, seed) => piece(seed, 1000 + seed));
      await Promise.all([
        ...pieces.slice(0, 16).map(({ name, content }) => target.put(name, content)),
        ...pieces.slice(8).map(({ name, content }) => other.put(name, content)),
      ]);
      await Promise.all([target.settle(), other.settle()]);
      await Promise.all([target.tidy(), other.tidy()]);
      const expected = pieces.map(({ name, content }) => [name, content.size]);
      expect(await listAll(target)).toEqual(
        [...expected, [replicaFileName, 3]].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
      );
      for (const [seed, { name }] of pieces.entries())
        expect((await readAll(other, name))?.equals(bytesOf(seed, 1000 + seed))).toBe(true);
      await target.close();
      await other.close();
    });

    test('lists what others left there, reads it, and never touches it', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(10, 64);
      const strange = [
        name.replace('.blob', ' (1).blob'),
        name.replace('.blob', '.sync-conflict-20260312-101010-ABCDEFG.blob'),
        name.replace('.blob', '-LAPTOP.blob'),
        'desktop.ini',
        'blobs/ünïcode näme.txt',
      ];
      for (const [index, planted] of strange.entries()) await place.plant(planted, bytesOf(index, 64));
      await target.put(name, content);
      await target.settle();
      await target.tidy();
      expect((await listAll(target)).map(([found]) => found.normalize('NFC'))).toEqual(
        [...strange, name, replicaFileName].sort(),
      );
      for (const [index, planted] of strange.entries())
        expect(await readAll(target, planted)).toEqual(Buffer.from(bytesOf(index, 64)));
      await target.close();
    });

    test('removes one file, once', async () => {
      const { target } = await begin();
      const { name, content } = piece(11, 64);
      await target.put(name, content);
      expect(await target.remove(name)).toBe(true);
      expect(await target.remove(name)).toBe(false);
      await target.settle();
      expect(await target.findSize(name)).toBeUndefined();
      await target.close();
    });

    test('lets no name lead out of its folder', async () => {
      const { target } = await begin();
      for (const name of [
        '../outside',
        'blobs/../../outside',
        '/outside',
        'blobs//outside',
        'blobs/..\\outside',
      ])
        await expect(target.put(name, replica)).rejects.toMatchObject({ code: 'internal.bug' });
      await target.close();
    });

    test('says that the place is gone once it is, whatever is asked of it', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(12, 64);
      await target.put(name, content);
      await place.vanish();
      const next = piece(13, 64);
      const gone = { code: 'storage.gone' };
      await expect(target.put(next.name, next.content)).rejects.toMatchObject(gone);
      await expect(target.findSize(name)).rejects.toMatchObject(gone);
      await expect(readAll(target, name)).rejects.toMatchObject(gone);
      await expect(listAll(target)).rejects.toMatchObject(gone);
      await expect(target.remove(name)).rejects.toMatchObject(gone);
      await target.close();
    });

    test('says that the place is gone when that happens in the middle of a file', async () => {
      const { place, target } = await begin();
      const { name, content } = piece(14, 3_000_000);
      const unplugged = {
        ...content,
        async *open() {
          let count = 0;
          for await (const bytes of content.open()) {
            yield bytes;
            count += 1;
            if (count === 20) await place.vanish();
          }
        },
      };
      await expect(target.put(name, unplugged)).rejects.toMatchObject({ code: 'storage.gone' });
      await target.close();
    });
  });
}
