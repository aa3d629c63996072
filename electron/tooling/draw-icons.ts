import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { _electron } from 'playwright-core';

import { encodeIcns, encodeIco } from './icon-files.ts';
import { runtimeFlags } from './launch.ts';
import { inCheckout } from './places.ts';
import { prepare } from './prepare.ts';

/**
 * Draws build/icon.svg in every size and writes the icon files of all systems beside it. They are checked in, so this is run
 * only when the drawing changes: `node electron/tooling/draw-icons.ts`.
 */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

const { runtime, env, end } = await prepare((sentence) => console.log(sentence));
const folder = await mkdtemp(join(tmpdir(), 'evidence-vault-icons-'));
try {
  const drawn = await draw(await readFile(inCheckout('build', 'icon.svg'), 'utf8'));
  const pictureOf = (size: number) => {
    const picture = drawn.get(size);
    if (picture === undefined) throw new Error(`no picture of ${size}`);
    return picture;
  };
  await mkdir(inCheckout('build', 'icons'), { recursive: true });
  for (const size of sizes)
    await writeFile(inCheckout('build', 'icons', `${size}x${size}.png`), pictureOf(size));
  await writeFile(inCheckout('build', 'icon.png'), pictureOf(1024));
  await writeFile(
    inCheckout('build', 'icon.ico'),
    encodeIco([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: pictureOf(size) }))),
  );
  await writeFile(inCheckout('build', 'icon.icns'), encodeIcns(pictureOf));
} finally {
  await rm(folder, { recursive: true, force: true });
  await end();
}

async function draw(svg: string): Promise<Map<number, Uint8Array>> {
  await writeFile(join(folder, 'package.json'), '{"name":"icons","version":"1.0.0","main":"main.cjs"}');
  await writeFile(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1100, height: 1100 }).loadURL('about:blank'));`,
  );
  const app = await _electron.launch({
    executablePath: runtime.binary,
    args: [...runtimeFlags(env.DISPLAY), '--force-device-scale-factor=1', folder],
    env: { ...(process.env as Record<string, string>), ...(env as Record<string, string>) },
  });
  try {
    const page = await app.firstWindow();
    // As text: what runs in a page has a DOM, and these tools are checked without one.
    const pictures = await page.evaluate<string[]>(`(async () => {
      const picture = new Image();
      picture.src = 'data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}';
      await picture.decode();
      return ${JSON.stringify(sizes)}.map((size) => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = size;
        canvas.getContext('2d').drawImage(picture, 0, 0, size, size);
        return canvas.toDataURL('image/png').split(',')[1];
      });
    })()`);
    return new Map(sizes.map((size, index) => [size, Buffer.from(pictures[index] ?? '', 'base64')]));
  } finally {
    await app.close();
  }
}
