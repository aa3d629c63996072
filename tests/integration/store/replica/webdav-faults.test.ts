import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterEach, describe, expect, test } from 'vitest';

import { replicaFileName } from '../../../../src/store/replica/replica-names.ts';
import type { Patience } from '../../../../src/store/replica/webdav/patience.ts';
import { parseWebdavAddress } from '../../../../src/store/replica/webdav/webdav-address.ts';
import { WebdavTarget } from '../../../../src/store/replica/webdav/webdav-target.ts';
import { bytesOf, contentOf, listAll, readAll } from '../../../support/store/replica-contents.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { startCuttingProxy } from '../../../support/cutting-proxy.ts';
import { believeTestAuthority, startTlsFront } from '../../../support/tls/tls-front.ts';
import { codeOf } from '../../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type Mischief } from '../../../support/webdav/webdav-server.ts';

const newFolder = temporaryFolders();
const running: { close(): Promise<void> }[] = [];
const folder = 'evidence-vault-copy-0123456789abcdef';
const name = 'blobs/0000/piece.blob';

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

/** A server whose second copy has begun, and targets of it. */
async function begin(mischief?: Mischief) {
  const root = await newFolder();
  await mkdir(join(root, folder));
  await writeFile(join(root, folder, replicaFileName), '{}\n');
  const server = await startWebdavServer(root, mischief);
  running.push(server);
  const open = (patience: Partial<Patience> = {}, place: { address?: string; password?: string } = {}) =>
    new WebdavTarget(
      { address: server.address, folder, ...webdavUser, ...place },
      { tries: 3, firstWait: 1, ...patience },
    );
  return { root, server, open };
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): true {
  response.writeHead(status, headers).end();
  return true;
}

describe('a second copy on a WebDAV server', () => {
  test('is whole or not there, at whatever byte the connection is cut, and is made good afterwards', async () => {
    const { server, open } = await begin();
    const proxy = await startCuttingProxy(server.address);
    running.push(proxy);
    const bytes = bytesOf(1, 60_000);
    let failed = 0;
    for (let limit = 1; limit < 140_000; limit += limit < 2_500 ? 97 : 9_973) {
      proxy.cutAfter(limit);
      const target = open({ tries: 1 }, { address: proxy.address });
      const put = await target.put(name, contentOf(bytes)).then(
        () => 'done',
        (error: unknown) => error,
      );
      const direct = open();
      if (put === 'done') expect((await readAll(direct, name))?.equals(bytes)).toBe(true);
      else {
        failed += 1;
        expect(put).toMatchObject({ code: 'storage.gone' });
        const there = await readAll(direct, name);
        expect(there === undefined || there.equals(bytes)).toBe(true);
        await direct.put(name, contentOf(bytes));
        expect((await readAll(direct, name))?.equals(bytes)).toBe(true);
      }
      await direct.remove(name);
      await direct.tidy();
      expect(await listAll(direct)).toEqual([[replicaFileName, 3]]);
    }
    expect(failed).toBeGreaterThan(20);
    expect(proxy.cuts).toBeGreaterThan(20);
  });

  test('holds nothing but the right bytes, wherever an encrypted line turns a bit', async () => {
    const { server, open } = await begin();
    believeTestAuthority();
    const front = await startTlsFront(server.address);
    running.push(front);
    const proxy = await startCuttingProxy(front.address);
    running.push(proxy);
    const bytes = bytesOf(5, 60_000);
    const outcomes = new Set<string>();
    // What is turned in the first five bytes of a record may have both sides wait for each other: that is for the limits of time.
    for (let place = 1_500; place < 90_000; place += place < 6_000 ? 331 : 9_973) {
      proxy.spoilAfter(place);
      const target = open({ tries: 2, silence: 2_000 }, { address: proxy.address });
      const put = await codeOf(target.put(name, contentOf(bytes)));
      outcomes.add(put);
      const direct = open();
      const there = await readAll(direct, name);
      if (put === 'nothing' || there !== undefined) expect(there?.equals(bytes)).toBe(true);
      await direct.remove(name);
      await direct.tidy();
      expect(await listAll(direct)).toEqual([[replicaFileName, 3]]);
    }
    expect([...outcomes].sort()).toEqual(['nothing', 'storage.gone']);
  }, 120_000);

  test('is read to its end over a connection that breaks again and again', async () => {
    const { server, open } = await begin();
    const proxy = await startCuttingProxy(server.address);
    running.push(proxy);
    const bytes = bytesOf(2, 300_000);
    await open().put(name, contentOf(bytes));
    proxy.cutAfter(70_000);
    const target = open({}, { address: proxy.address });
    expect((await readAll(target, name))?.equals(bytes)).toBe(true);
    expect(
      (await readAll(target, name, { start: 1_000, end: 250_000 }))?.equals(bytes.subarray(1_000, 250_000)),
    ).toBe(true);
    expect(proxy.cuts).toBeGreaterThan(4);
  });

  test('is read in ranges from a server that knows none', async () => {
    const { open } = await begin((request) => {
      delete request.headers.range;
      return false;
    });
    const bytes = bytesOf(3, 200_000);
    const target = open();
    await target.put(name, contentOf(bytes));
    expect(await readAll(target, name, { start: 70_000, end: 70_010 })).toEqual(
      Buffer.from(bytes.subarray(70_000, 70_010)),
    );
  });

  test('says that the server is full, and leaves nothing there', async () => {
    const { root, open } = await begin(({ method }, response) => method === 'PUT' && answer(response, 507));
    await expect(open().put(name, contentOf(bytesOf(4, 500_000)))).rejects.toMatchObject({
      code: 'storage.full',
    });
    expect(await readdir(join(root, folder, 'incoming'))).toEqual([]);
  });

  test.each([
    [401, 'storage.refused'],
    [403, 'storage.refused'],
    [423, 'storage.gone'],
    [500, 'storage.gone'],
    [503, 'storage.gone'],
    [413, 'storage.failed'],
    [409, 'storage.gone'],
  ])('tells an answer of %i as %s', async (status, code) => {
    const { open } = await begin(({ method }, response) => method === 'PUT' && answer(response, status));
    await expect(open().put(name, contentOf(bytesOf(5, 10)))).rejects.toMatchObject({ code });
  });

  test('waits for a server that is busy for a while', async () => {
    let busy = 2;
    const { open } = await begin(({ method }, response) => {
      if (method !== 'PUT' || busy === 0) return false;
      busy -= 1;
      return answer(response, 503);
    });
    const target = open();
    await target.put(name, contentOf(bytesOf(6, 10)));
    expect(await target.findSize(name)).toBe(10);
  });

  test('says that a password is wrong, and never says which', async () => {
    const { open } = await begin();
    const password = 'Not-the-right-one';
    const error: unknown = await listAll(open({}, { password })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'storage.refused' });
    const told = inspect(error, { depth: 10, showHidden: true });
    for (const secret of [password, Buffer.from(`${webdavUser.username}:${password}`).toString('base64')])
      expect(told).not.toContain(secret);
  });

  test('counts a server that says nothing as gone', async () => {
    const { open } = await begin(({ method }) => method === 'PROPFIND');
    await expect(open({ silence: 40, tries: 2 }).findSize(name)).rejects.toMatchObject({
      code: 'storage.gone',
      details: { reason: 'silence' },
    });
  });

  test('counts a server that falls silent in the middle of a file as gone', async () => {
    const { open } = await begin(({ method }, response) => {
      if (method !== 'GET') return false;
      response.writeHead(200, { 'content-length': '1000' });
      return response.write('some');
    });
    const reading = readAll(open({ silence: 40, tries: 2 }), name);
    await expect(reading).rejects.toMatchObject({ code: 'storage.gone' });
  });

  test('stops when told to, with a server that says nothing', async () => {
    const { open } = await begin(({ method }) => method === 'PUT');
    const stop = new AbortController();
    const target = open();
    const putting = target.put(name, contentOf(bytesOf(7, 10)), stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 50);
    await expect(putting).rejects.toMatchObject({ code: 'internal.cancelled' });
    const closing = target.put(name, contentOf(bytesOf(7, 10)));
    await target.close();
    await expect(closing).rejects.toMatchObject({ code: 'internal.cancelled' });
  });

  test.each([
    ['fewer', 50, 'integrity.replica-damaged'],
    ['more', 150, 'storage.gone'],
  ])('does not believe a server that gives %s bytes than there are', async (_, said, code) => {
    const { open } = await begin(({ method }, response) => {
      if (method !== 'GET') return false;
      response.writeHead(200, { 'content-length': String(said) });
      response.write(bytesOf(8, Math.min(said, 100)), () => response.destroy());
      return true;
    });
    const target = open();
    await expect(target.put(name, contentOf(bytesOf(8, 100)))).rejects.toMatchObject({ code });
    expect(await target.findSize(name)).toBeUndefined();
  });

  test('reads back what it sent, unless the server gives the digest of what it got', async () => {
    const bytes = bytesOf(9, 100);
    const content = contentOf(bytes);
    let said: string | undefined;
    const { server, open } = await begin(({ method, headers }, response) => {
      if (method === 'PUT' && said !== undefined && headers['x-hash'] === 'sha256')
        response.setHeader('X-Hash-SHA256', said);
      return false;
    });
    const reads = () => server.requests.filter((request) => request.startsWith('GET')).length;
    const target = open();
    await target.put(name, content);
    expect(reads()).toBe(1);
    said = content.sha256;
    await target.put(`${name}2`, content);
    expect(reads()).toBe(1);
    said = '0'.repeat(64);
    await expect(target.put(`${name}3`, content)).rejects.toMatchObject({
      code: 'integrity.replica-damaged',
      details: { what: 'arrived' },
    });
    expect(await target.findSize(`${name}3`)).toBeUndefined();
  });

  test('follows no redirect, since it would carry the password along', async () => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    running.push({
      close: () =>
        new Promise((resolve) =>
          other.close(() => {
            resolve();
          }),
        ),
    });
    const { port } = other.address() as AddressInfo;
    const { open } = await begin((_, response) =>
      answer(response, 307, { Location: `http://127.0.0.1:${String(port)}/` }),
    );
    const target = open();
    await expect(listAll(target)).rejects.toMatchObject({ code: 'storage.not-webdav' });
    await expect(target.put(name, contentOf(bytesOf(10, 10)))).rejects.toMatchObject({
      code: 'storage.not-webdav',
    });
    expect(asked).toEqual([]);
  });

  test('says so where an address leads to a web page', async () => {
    const { open } = await begin((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>Welcome</p></html>');
      return true;
    });
    await expect(listAll(open())).rejects.toMatchObject({ code: 'storage.not-webdav' });
  });
});

describe('the address of a WebDAV server', () => {
  test.each([
    'https://cloud.example/remote.php/dav/files/ada/Copies',
    'http://127.0.0.1:8080/x',
    'http://localhost/x',
  ])('may be %s', (address) => {
    expect(parseWebdavAddress(` ${address}/ `)).toBe(address);
  });

  test.each([
    'http://cloud.example/x',
    'ftp://cloud.example/x',
    'https://ada:secret@cloud.example/x',
    'https://cloud.example/x?token=secret',
    'cloud.example',
    '',
  ])('may not be %j', (address) => {
    expect(() => parseWebdavAddress(address)).toThrow(
      expect.objectContaining({ code: 'input.unsafe-address' }),
    );
  });
});
