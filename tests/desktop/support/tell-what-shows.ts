import type { RunningApp } from './launch-app.ts';

/** Characters of a page, and of an app's log, that are told. */
const most = 3000;
/** Milliseconds that a page has to say what it shows: one that hangs is told as that. */
const patience = 5000;

/** What the apps that are open show and wrote: for a test that failed on a computer that nobody can look at. */
export async function tellWhatShows(apps: Iterable<RunningApp>): Promise<string> {
  const told: string[] = [];
  for (const running of apps) {
    for (const page of running.app.windows()) {
      const shown = await Promise.race([
        page.evaluate(() => `${window.location.hash}\n${document.body.innerText}`),
        new Promise<string>((resolve) => setTimeout(resolve, patience, 'nothing: it does not answer')),
      ]).catch((error: unknown) => `nothing: ${String(error)}`);
      told.push(`A page showed ${shown.slice(0, most)}`);
    }
    told.push(`The app wrote:\n${withoutBus(running.log()).slice(-most)}`);
  }
  return told.join('\n');
}

/** A computer without a desktop's bus makes Chromium say so many times. */
function withoutBus(log: string): string {
  return log
    .split('\n')
    .filter((line) => !/ERROR:(?:bus|object_proxy)[.]cc/u.test(line))
    .join('\n');
}
