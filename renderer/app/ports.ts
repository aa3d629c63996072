import { z } from 'zod';

import { engine } from './engine.ts';
import { shell } from './shell.ts';

const offer = z.object({ type: z.literal('evidence-vault-ports') });

/** Takes the two ports that the preload hands over, from this very window and once. */
export function acceptPorts(): void {
  const accept = (event: MessageEvent<unknown>): void => {
    if (event.source !== window || event.origin !== location.origin) return;
    if (!offer.safeParse(event.data).success) return;
    const [enginePort, shellPort] = event.ports;
    if (enginePort === undefined || shellPort === undefined) return;
    window.removeEventListener('message', accept);
    engine.attach(enginePort);
    shell.attach(shellPort);
  };
  window.addEventListener('message', accept);
}
