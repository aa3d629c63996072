/** A thread of `verifyMany`. Says `ready` first, then judges one file at a time. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

import { reportError } from '../base/errors.ts';
import { verifyFile } from './verify-file.ts';
import type { JudgeReply, JudgeRequest, JudgeSetting } from './verify-many.ts';

// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- made by verifyMany, a few lines from here, and copied by Node
const { choice }: JudgeSetting = workerData;
// The command line keeps young generations as small as they begin. Here what a bundle leaves behind would grow old so, and stay for long.
if (process.versions.node.startsWith('24.')) setFlagsFromString('--semi-space-growth-factor=2');

const never = new AbortController().signal;
/** As much as a small bundle takes, in bytes; what nothing is read into costs nothing. */
const memory = new Uint8Array(4 << 20);

function say(reply: JudgeReply): void {
  parentPort?.postMessage(reply);
}

async function judge(path: string): Promise<void> {
  try {
    say({
      type: 'judged',
      verdict: { path, report: await verifyFile(path, choice, { signal: never, memory }) },
    });
  } catch (thrown) {
    say({ type: 'judged', verdict: { path, error: reportError(thrown) } });
  }
}

parentPort?.on('message', ({ path }: JudgeRequest) => {
  void judge(path);
});
say({ type: 'ready' });
