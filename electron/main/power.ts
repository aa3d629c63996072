import { powerMonitor } from 'electron';

import { askBus } from './ask-bus.ts';

export interface PowerEvents {
  /** Nobody touched the computer for long enough, or its screen was locked. */
  readonly cover: () => void;
  /** The computer goes to sleep. */
  readonly lock: () => void;
  readonly changed: (power: { onBattery: boolean; metered: boolean }) => void;
}

const meteredEvery = 5 * 60_000;

/**
 * Watches the computer's idle time, sleep and power. @param coverAfterSeconds idle seconds until covering; 0 for never; asked anew each time
 * @returns stops watching
 */
export function watchPower(coverAfterSeconds: () => number, events: PowerEvents): () => void {
  let metered = false;
  const tell = (): void => {
    events.changed({ onBattery: powerMonitor.onBatteryPower, metered });
  };
  const lookAtIdle = (): void => {
    const after = coverAfterSeconds();
    // Where the system tells of a locked screen, that is heard here even if it sends no event for it (Linux).
    const state = powerMonitor.getSystemIdleState(after === 0 ? 24 * 60 * 60 : after);
    if (state === 'locked' || (after !== 0 && state === 'idle')) events.cover();
  };
  const lookAtNetwork = async (): Promise<void> => {
    const now = await isMetered();
    if (now === metered) return;
    metered = now;
    tell();
  };
  const idleTimer = setInterval(lookAtIdle, 1000);
  const networkTimer = setInterval(() => void lookAtNetwork(), meteredEvery);
  powerMonitor.on('lock-screen', events.cover);
  powerMonitor.on('suspend', events.lock);
  powerMonitor.on('on-ac', tell);
  powerMonitor.on('on-battery', tell);
  // Whatever came due during the sleep is looked at at once.
  powerMonitor.on('resume', tell);
  void lookAtNetwork();
  return () => {
    clearInterval(idleTimer);
    clearInterval(networkTimer);
    powerMonitor.off('lock-screen', events.cover);
    powerMonitor.off('suspend', events.lock);
    powerMonitor.off('on-ac', tell);
    powerMonitor.off('on-battery', tell);
    powerMonitor.off('resume', tell);
  };
}

/**
 * Whether the network costs by volume, as NetworkManager knows it (its `NMMetered`: 1 yes, 3 probably). Other systems tell no program
 * without native code, so there it counts as free unless the learner says otherwise (the setting `networkCosts`).
 */
async function isMetered(): Promise<boolean> {
  const answer = await askBus('system', {
    to: 'org.freedesktop.NetworkManager',
    path: '/org/freedesktop/NetworkManager',
    method: 'org.freedesktop.DBus.Properties.Get',
    with: ['org.freedesktop.NetworkManager', 'Metered'],
  });
  return /uint32 [13]\b/u.test(answer ?? '');
}
