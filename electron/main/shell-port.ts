import type { MessagePortMain } from 'electron';
import { z } from 'zod';

import { VaultError } from '../../src/base/errors.ts';
import { pageFrameSchema, type AnswerFrame } from '../../src/contract/frames.ts';
import { failure, type Reply } from '../../src/contract/reply.ts';
import { shellMethods, type ShellEvent, type ShellMethod } from '../../src/contract/shell-contract.ts';
import type { Log } from './log.ts';
import { isModestData } from './policies/ipc-payload.ts';
import type { ShellHandlers } from './shell-methods/handlers.ts';

/** The shell's end of one page's port. */
export interface ShellPort {
  tell(event: ShellEvent): void;
  close(): void;
}

const methodName = z.enum(Object.keys(shellMethods) as [ShellMethod, ...ShellMethod[]]);

/** Answers a page's calls: size and shape first, then the frame, the method's own schema, and the handler. */
export function openShellPort(port: MessagePortMain, handlers: ShellHandlers, log: Log): ShellPort {
  let open = true;
  const post = (frame: AnswerFrame): void => {
    if (open) port.postMessage(frame);
  };
  port.on('message', ({ data, ports }) => {
    const frame = ports.length === 0 && isModestData(data) ? pageFrameSchema.safeParse(data) : undefined;
    if (frame?.success !== true) {
      log.add('shell.frame-refused');
      return;
    }
    // Nothing that the shell does takes long enough to be given up.
    if (frame.data.type === 'cancel') return;
    const { id, method, input } = frame.data;
    answer(method, input, handlers).then(
      (reply) => {
        post({ type: 'reply', id, reply });
      },
      (error: unknown) => {
        const reply = failure(error);
        if (!reply.ok) log.add('shell.call-refused', { method: knownName(method), code: reply.error.code });
        post({ type: 'reply', id, reply });
      },
    );
  });
  port.on('close', () => {
    open = false;
  });
  port.start();
  post({ type: 'hello' });
  return {
    tell: (event) => {
      post({ type: 'event', event });
    },
    close: () => {
      open = false;
      port.close();
    },
  };
}

async function answer(method: string, input: unknown, handlers: ShellHandlers): Promise<Reply<unknown>> {
  const name = methodName.safeParse(method);
  if (!name.success) throw new VaultError('input.record-invalid', { what: 'method' });
  const parsed = shellMethods[name.data].input.safeParse(input);
  if (!parsed.success) throw new VaultError('input.record-invalid', { what: name.data });
  // The schema of this very name parsed it; that the two belong together is beyond the type checker.
  const handle = handlers[name.data] as (input: unknown) => Promise<unknown>;
  return { ok: true, value: await handle(parsed.data) };
}

function knownName(method: string): string {
  return methodName.safeParse(method).success ? method : 'unknown';
}
