import { toEngineSchema, type ToEngine } from '../../src/contract/control-frames.ts';
import type { EngineEvent } from '../../src/contract/engine-contract.ts';
import { Asking } from './asking.ts';
import { Changes } from './changes.ts';
import { ContentReads } from './content-reads.ts';
import { Contents } from './contents.ts';
import { openControlChannel, type PagePort } from './control-channel.ts';
import { Copying } from './copying.ts';
import { cover } from './covering.ts';
import { createDispatcher } from './dispatcher.ts';
import type { Computer, EngineContext } from './engine-context.ts';
import { Grants } from './grants.ts';
import { Housekeeping } from './housekeeping.ts';
import { KeepingCopies } from './keeping-copies.ts';
import { Lanes } from './lanes.ts';
import { allHandlers } from './methods/all-handlers.ts';
import { withoutNames } from './methods/task-handlers.ts';
import { closeOpen } from './opening.ts';
import { outlookOf } from './outlook.ts';
import { PageConnection } from './page-connection.ts';
import { placeOf, vaultFolder } from './places.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { PortalCaptures } from './portal-captures.ts';
import { openQuickly } from './quick-unlock.ts';
import { Restoring } from './restoring.ts';
import { Scheduler } from './scheduler.ts';
import { SearchReading } from './search-reading.ts';
import { Session } from './session.ts';
import { stateForPage } from './state-for-page.ts';
import { Tasks } from './tasks.ts';
import { openContent } from '../../src/vault/get-content.ts';

/**
 * The engine: a process of its own that holds the keys, and answers pages by the contract. It knows main only as the channel over which pages,
 * grants and settings come.
 */
const channel = openControlChannel();
let engine: EngineContext | undefined;
const pages = new Map<number, { readonly connection: PageConnection; readonly port: PagePort | undefined }>();

function createEngine(start: Extract<ToEngine, { type: 'start' }>): EngineContext {
  const computer: Computer = {
    vaultDir: start.vaultDir,
    practiceDir: start.practiceDir,
    stateDir: start.stateDir,
    settings: start.settings,
    onBattery: false,
    metered: false,
  };
  const session = new Session();
  const lanes = new Lanes();
  const contents = new Contents();
  const tell = (event: EngineEvent): void => {
    // A covered vault tells pages where it stands, and nothing of what is in it.
    if (session.state === 'covered' && event.type === 'changed') return;
    const told =
      session.state === 'covered' && event.type === 'task'
        ? { ...event, task: withoutNames(event.task) }
        : event;
    for (const { connection } of pages.values()) connection.tell(told);
  };
  const tasks = new Tasks((task) => {
    tell({ type: 'task', task });
    scheduler.taskChanged(task);
    if (task.state === 'running') return;
    reading.look();
  });
  const changes = new Changes((what) => {
    tell({ type: 'changed', what });
  });
  const reading = new SearchReading({ computer, session, tasks, lanes, changes });
  const tellOutlook = (): void => {
    channel.send(outlookOf({ session, tasks, scheduler }));
  };
  const tellState = (): void => {
    tell({ type: 'state', state: stateForPage({ session, computer }) });
    tellOutlook();
  };
  const asking = new Asking({ session, tasks, lanes, changes, tellState });
  const copies = new KeepingCopies({ tasks, lanes, changes, session, tellState });
  const copying = new Copying({
    session,
    tasks,
    lanes,
    changes,
    tellState,
    signSeen: () => void scheduler.look(),
  });
  const scheduler: Scheduler = new Scheduler({
    computer,
    session,
    tasks,
    changes,
    copying,
    copies,
    asking,
    housekeeping: new Housekeeping({ tasks, lanes, changes }),
    tellOutlook,
  });
  const grants = new Grants();
  const reads = new ContentReads({
    send: (frame) => {
      channel.send(frame);
    },
    find: (token) => {
      session.vault();
      return contents.get(token);
    },
    open: (content, range) => openContent(session.vault(), content, range),
  });
  const parts: EngineContext = {
    computer,
    session,
    tasks,
    lanes,
    grants,
    contents,
    reads,
    changes,
    portal: new PortalCaptures({
      send: (frame) => {
        channel.send(frame);
      },
      vault: () => session.vault(),
      changed: () => {
        changes.note('items', 'sources', 'status');
      },
      signedIn: (signIn, address) => {
        finishSignIn(parts, signIn, address);
      },
    }),
    asking,
    copies,
    copying,
    scheduler,
    reading,
    restoring: new Restoring(),
    send: (frame) => {
      channel.send(frame);
    },
    tell,
    tellState,
    place: (grant) =>
      placeOf(grant === undefined ? vaultFolder(computer) : grants.path(grant), computer.stateDir),
  };
  return parts;
}

/** Opens the way to a page: over its own port, or relayed over the channel. */
function openPage(parts: EngineContext, page: number, port: PagePort | undefined): void {
  closePage(page);
  const dispatch = createDispatcher({
    handlers: allHandlers(parts),
    state: () => parts.session.state,
    changed: (what) => {
      parts.changes.note(...what);
    },
  });
  const connection = new PageConnection((frame) => {
    if (port === undefined) channel.send({ type: 'page-frame', page, frame });
    else port.postMessage(frame);
  }, dispatch);
  pages.set(page, { connection, port });
  if (port === undefined) return;
  port.on('message', ({ data }) => {
    connection.receive(data);
  });
  port.on('close', () => {
    if (pages.get(page)?.connection === connection) closePage(page);
  });
  port.start();
}

function closePage(page: number): void {
  const open = pages.get(page);
  pages.delete(page);
  open?.connection.close();
  open?.port?.close();
}

async function handle(parts: EngineContext, frame: ToEngine, ports: readonly PagePort[]): Promise<void> {
  const { computer } = parts;
  switch (frame.type) {
    case 'start':
      return;
    case 'settings':
      computer.settings = frame.settings;
      void parts.scheduler.look();
      return;
    case 'power':
      computer.onBattery = frame.onBattery;
      computer.metered = frame.metered;
      void parts.scheduler.look();
      return;
    case 'grant':
      parts.grants.remember(frame.id, frame.path);
      return;
    case 'page-opened':
      openPage(parts, frame.page, frame.relayed ? undefined : ports[0]);
      return;
    case 'page-closed':
      closePage(frame.page);
      return;
    case 'page-frame':
      pages.get(frame.page)?.connection.receive(frame.frame);
      return;
    case 'cover':
      cover(parts);
      return;
    case 'sync':
      if (parts.session.held !== undefined) parts.copying.sync({});
      return;
    case 'quick-unlock':
      await openQuickly(parts, frame.secret);
      return;
    case 'stop':
      await stop(parts);
      return;
    case 'content-read':
      parts.reads.begin(frame);
      return;
    case 'content-more':
      parts.reads.more(frame.id);
      return;
    case 'content-stop':
      parts.reads.stop(frame.id);
      return;
    default:
      parts.portal.handle(frame);
      return;
  }
}

/** Finishes what is acknowledged, wipes the keys, and ends. */
async function stop(parts: EngineContext): Promise<void> {
  // One that closed the vault holds the turn until it has ended.
  for (const { id, kind, state } of parts.tasks.list())
    if (kind === 'repair' && state === 'running') parts.tasks.cancel(id);
  await parts.session.change(() => closeOpen(parts));
  process.exit(0);
}

/** Something that nobody foresaw: the process ends, and main starts another. Nothing acknowledged is lost. */
function fallOver(): void {
  process.exit(70);
}

process.on('uncaughtException', fallOver);
process.on('unhandledRejection', fallOver);

channel.listen(
  (message, ports) => {
    const parsed = toEngineSchema.safeParse(message);
    if (!parsed.success) return;
    const frame = parsed.data;
    if (frame.type === 'start' && engine === undefined) {
      engine = createEngine(frame);
      channel.send({ type: 'ready' });
      engine.tellState();
    } else if (engine !== undefined) void handle(engine, frame, ports);
  },
  () => {
    if (engine === undefined) process.exit(0);
    else void stop(engine);
  },
);
