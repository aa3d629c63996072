/**
 * The thread of `DocumentExaminer`: reads hostile documents where they can hang and blow up nothing. Says `begun` once the reader of
 * a document is loaded, since Node 24 can take the whole process down with a thread that is ended while its modules load.
 */
import { parentPort } from 'node:worker_threads';

import type { ExaminerReply, ExaminerTask } from './examiner-messages.ts';
import { loadReader, readDocument } from './read-document.ts';

function say(reply: ExaminerReply): void {
  parentPort?.postMessage(reply);
}

parentPort?.on('message', (task: ExaminerTask) => {
  void (async () => {
    const reader = await loadReader(task.kind);
    say({ type: 'begun' });
    say({ type: 'done', examination: await readDocument(reader, task.bytes, task.limits) });
  })();
});
say({ type: 'ready' });
