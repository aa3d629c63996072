import type { FromEngine } from '../../src/contract/control-frames.ts';

/** A port to one page, as Electron transfers it. */
export interface PagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The one way between this process and main, whichever kind of process this is. */
export interface ControlChannel {
  send(frame: FromEngine): void;
  /** What main says, unparsed, with the ports that came along. Once main is gone, `onGone` is called instead. */
  listen(onMessage: (message: unknown, ports: readonly PagePort[]) => void, onGone: () => void): void;
}

/** What Electron gives a utility process as `process.parentPort`; named here, since Node knows nothing of it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PagePort[] }) => void,
  ): unknown;
}

/** Main as seen from here: `utilityProcess` in the product, a Node child with `advanced` serialisation in development and tests. */
export function openControlChannel(): ControlChannel {
  if (hasParentPort(process)) {
    const { parentPort } = process;
    return {
      send: (frame) => {
        parentPort.postMessage(frame);
      },
      // Electron ends a utility process together with main.
      listen: (onMessage) => {
        parentPort.on('message', ({ data, ports }) => {
          onMessage(data, ports);
        });
      },
    };
  }
  return {
    send: (frame) => {
      // Once main is gone there is nobody to tell.
      if (process.connected) process.send?.(frame, undefined, {}, () => undefined);
    },
    listen: (onMessage, onGone) => {
      process.on('message', (message) => {
        onMessage(message, []);
      });
      process.on('disconnect', onGone);
    },
  };
}

function hasParentPort(candidate: object): candidate is { readonly parentPort: ParentPort } {
  return (
    'parentPort' in candidate && typeof candidate.parentPort === 'object' && candidate.parentPort !== null
  );
}
