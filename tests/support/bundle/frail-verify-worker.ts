/** A thread of `verifyMany` that dies on files whose name asks for it, and waits for ever on others. */
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { verifyFile } from '../../../src/vault/verify-file.ts';
import type { JudgeReply, JudgeRequest, JudgeSetting } from '../../../src/vault/verify-many.ts';

const { choice } = workerData as JudgeSetting;
const say = (reply: JudgeReply): void => {
  parentPort?.postMessage(reply);
};

parentPort?.on('message', ({ path }: JudgeRequest) => {
  if (basename(path).startsWith('exits')) process.exit(3);
  if (basename(path).startsWith('throws')) throw new Error('as it happens');
  if (basename(path).startsWith('hangs')) return;
  void verifyFile(path, choice, { signal: new AbortController().signal }).then((report) => {
    say({ type: 'judged', verdict: { path, report } });
  });
});
say({ type: 'ready' });
