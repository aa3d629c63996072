import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { UnlockSecret } from '../../../src/store/header/slots.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import type { FaultWorld } from '../world.ts';

/** What a piece of work has of the app that does it. */
export interface Hands {
  readonly world: FaultWorld;
  readonly port: DurablePort;
  readonly place: VaultPlace;
  /** The vault, opened if it was not. */
  open(): Promise<WritableVault>;
  close(): Promise<void>;
  unlock(): UnlockSecret;
}
