import type { FromEngine } from '../../src/contract/control-frames.ts';
import type { EngineEvent } from '../../src/contract/engine-contract.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';
import type { VaultPlace } from '../../src/vault/place.ts';
import type { Asking } from './asking.ts';
import type { Changes } from './changes.ts';
import type { ContentReads } from './content-reads.ts';
import type { Contents } from './contents.ts';
import type { Copying } from './copying.ts';
import type { Grants } from './grants.ts';
import type { KeepingCopies } from './keeping-copies.ts';
import type { Lanes } from './lanes.ts';
import type { PortalCaptures } from './portal-captures.ts';
import type { Restoring } from './restoring.ts';
import type { Scheduler } from './scheduler.ts';
import type { SearchReading } from './search-reading.ts';
import type { Session } from './session.ts';
import type { Tasks } from './tasks.ts';

/** What this computer told the engine at its start, and tells it now and then. */
export interface Computer {
  /** The place that it remembers; undefined while it remembers none. */
  vaultDir: string | undefined;
  readonly practiceDir: string;
  readonly stateDir: string | undefined;
  settings: Settings;
  onBattery: boolean;
  metered: boolean;
}

/** The parts of the engine, as its methods see them. */
export interface EngineContext {
  readonly computer: Computer;
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly grants: Grants;
  readonly contents: Contents;
  readonly reads: ContentReads;
  readonly copying: Copying;
  readonly asking: Asking;
  readonly copies: KeepingCopies;
  readonly scheduler: Scheduler;
  readonly reading: SearchReading;
  readonly restoring: Restoring;
  readonly portal: PortalCaptures;
  readonly changes: Changes;
  /** To main. */
  send(frame: FromEngine): void;
  /** To every page. */
  tell(event: EngineEvent): void;
  /** Tells main and pages where the engine stands now. */
  tellState(): void;
  /** Where a vault is that was granted, or else the one this computer knows. */
  place(grant?: string): VaultPlace;
}
