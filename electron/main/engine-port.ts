import type { MessagePortMain } from 'electron';

import type { EngineProcess } from './engine-process.ts';
import type { Log } from './log.ts';
import { isModestData } from './policies/ipc-payload.ts';

/** A page's line to the engine. Main only passes it on: secrets in it are sealed, and nothing is looked into beyond size and shape. */
export interface EnginePort {
  /** Joins the page to the engine that runs now; does nothing if it is joined already. */
  attach(): void;
  /** A frame that a Node child sent for this page. */
  deliver(frame: unknown): void;
  close(): void;
}

export function openEnginePort(
  page: number,
  port: MessagePortMain,
  engine: EngineProcess,
  log: Log,
): EnginePort {
  let state: 'waiting' | 'relayed' | 'handed-over' | 'closed' = 'waiting';
  return {
    attach: () => {
      if (state !== 'waiting' || !engine.running) return;
      if (!engine.relays) {
        engine.send({ type: 'page-opened', page, relayed: false }, [port]);
        state = 'handed-over';
        return;
      }
      state = 'relayed';
      engine.send({ type: 'page-opened', page, relayed: true });
      port.on('message', ({ data, ports }) => {
        if (ports.length === 0 && isModestData(data)) engine.send({ type: 'page-frame', page, frame: data });
        else log.add('engine.frame-refused');
      });
      port.start();
    },
    deliver: (frame) => {
      if (state === 'relayed') port.postMessage(frame);
    },
    close: () => {
      if (state === 'closed') return;
      if (state !== 'waiting') engine.send({ type: 'page-closed', page });
      if (state !== 'handed-over') port.close();
      state = 'closed';
    },
  };
}
