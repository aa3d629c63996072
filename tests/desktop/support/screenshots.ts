import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inCheckout } from '../../../electron/tooling/places.ts';

/** How a screen is shown when its picture is taken. */
export interface Appearance {
  readonly theme: 'light' | 'dark';
  /** 1 is the usual size. */
  readonly zoom: number;
  /** Width of the window's content in CSS pixels at zoom 1; undefined for the usual. */
  readonly width?: number;
}

const folder = inCheckout('dist', 'desktop-screenshots');

/** Makes an empty folder for this run's pictures. */
export async function beginScreenshots(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

/** Where a screen's picture is filed: under its name and how it is shown. */
export async function screenshotPath(screen: string, appearance: Appearance): Promise<string> {
  const variant = [
    appearance.theme,
    ...(appearance.zoom === 1 ? [] : [`${Math.round(appearance.zoom * 100)}%`]),
    ...(appearance.width === undefined ? [] : [`${appearance.width}px`]),
  ].join(' ');
  await mkdir(folder, { recursive: true });
  return join(folder, `${screen}--${variant.replaceAll(' ', '-').replace('%', '-percent')}.png`);
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Writes a page that shows all pictures, screen by screen. */
export async function writeScreenshotIndex(): Promise<void> {
  const screens = new Map<string, string[]>();
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.png')).sort()) {
    const screen = name.split('--')[0] ?? name;
    screens.set(screen, [...(screens.get(screen) ?? []), name]);
  }
  const sections = [...screens].map(([screen, names]) => {
    const figures = names.map((name) => {
      const variant = name.slice(screen.length + 2, -'.png'.length);
      return `<figure><a href="${escape(name)}"><img loading="lazy" src="${escape(name)}" alt="${escape(`${screen}, ${variant}`)}"></a><figcaption>${escape(variant)}</figcaption></figure>`;
    });
    return `<section><h2>${escape(screen)}</h2><div>${figures.join('')}</div></section>`;
  });
  const style =
    'body{font:16px/1.5 system-ui;margin:2rem;background:#eee;color:#222}div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}figure{margin:0}img{max-width:26rem;max-height:26rem;border:1px solid #aaa;background:#fff}';
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Evidence Vault: screens</title><style>${style}</style><h1>Screens of this run</h1>${sections.join('')}</html>\n`,
  );
}
