import { parseArgs } from 'node:util';

import { lookAround } from './doors.ts';
import { launchApp } from './launch-app.ts';
import { findViolations } from './axe.ts';
import { setStage } from './stage.ts';

/**
 * Shows a screen to whoever works on it:
 *
 *   node tests/desktop/support/look.ts /welcome [--dark] [--width 320] [--zoom 2] [--practice] [--full] [--axe] [--out screen.png]
 *
 * opens the app with folders of its own, goes there, and takes a picture. `--practice` looks around with the practice provider
 * first, so that there is something to see; `--full` takes the whole height of the page; `--wait` gives milliseconds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean', default: false },
    width: { type: 'string' },
    zoom: { type: 'string', default: '1' },
    practice: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    axe: { type: 'boolean', default: false },
    wait: { type: 'string', default: '800' },
    out: { type: 'string', default: 'look.png' },
  },
});
const route = positionals[0] ?? '/';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const { stage, end } = await setStage((sentence) => {
  console.log(sentence);
});
try {
  if ('unavailable' in stage) throw new Error(stage.unavailable);
  const running = await launchApp(stage, { env: { EVIDENCE_VAULT_LOG: '1' } });
  try {
    const { page } = running;
    page.setDefaultTimeout(20_000);
    if (values.practice) {
      await lookAround(page);
    }
    if (route !== '/') await running.goTo(route);
    await running.show({
      theme: values.dark ? 'dark' : 'light',
      zoom: Number(values.zoom),
      ...(values.width !== undefined && { width: Number(values.width) }),
    });
    await page
      .locator('h1')
      .first()
      .waitFor({ timeout: 10_000 })
      .catch(() => console.log('no heading'));
    await pause(Number(values.wait));
    if (values.full) await page.screenshot({ path: values.out, fullPage: true });
    else await running.shot(route, values.out);
    console.log(`${page.url()} "${await page.title()}" -> ${values.out}`);
    if (values.axe) console.log(JSON.stringify(await findViolations(page), null, 2));
  } catch (error) {
    await running.page.screenshot({ path: values.out }).catch(() => undefined);
    console.error(error);
    process.exitCode = 1;
  } finally {
    for (const trouble of running.troubles()) console.log(`console: ${trouble}`);
    if (running.log() !== '') console.log(`log:\n${running.log()}`);
    await running.close();
  }
} finally {
  await end();
}
