import { VaultError } from '../../base/errors.ts';
import { startPracticeProvider, type PracticeProvider } from '../../practice/provider.ts';
import { checkVaultNow } from '../../vault/check.ts';
import { connectMoodle } from '../../vault/connect-source.ts';
import { createVault } from '../../vault/create-vault.ts';
import { exportBundle } from '../../vault/export-bundle.ts';
import { itemHistory, listItems, showItem, type ListedItem } from '../../vault/items.ts';
import { addUnit, mapItem, setProfile } from '../../vault/statements.ts';
import { vaultStatus } from '../../vault/status.ts';
import { syncSources } from '../../vault/sync-sources.ts';
import type { SyncReport } from '../../vault/sync.ts';
import type { WritableVault } from '../../vault/vault-context.ts';
import type { VerificationReport } from '../../verify/verification-report.ts';
import { verifyFile } from '../commands/verify.ts';
import type { CommandContext } from '../context.ts';
import { sayFileType } from '../format/file-types.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { shownValue } from '../format/shown-value.ts';
import { sayLevel, sayOutcome, saySourceState } from '../format/words.ts';
import { inPercent } from '../progress.ts';
import { damageCopy } from './damage-copy.ts';
import type { DemoFolder } from './demo-folder.ts';
import { expectThat, Story } from './story.ts';

/** Opens the practice vault that the demo leaves. It protects nothing real. */
export const demoPassphrase = 'practice makes perfect';

/** The assignment that is marked again, as the practice provider numbers it, and what it is called. */
const remarked = { number: 4, name: 'Unit 4 Assignment: Inspection report (rubric)' };

const newMark = 'Distinction';

const units = [
  { reference: 'Unit 1', title: 'Risk assessment' },
  { reference: 'Unit 2', title: 'Design calculation' },
  { reference: 'Unit 3', title: 'Practical portfolio' },
  { reference: 'Unit 4', title: 'Inspection report' },
];

/** What the story needs from step to step. */
interface Stage {
  readonly context: CommandContext;
  readonly folder: DemoFolder;
  readonly story: Story;
  readonly provider: PracticeProvider;
  readonly vault: WritableVault;
}

/** Plays the story to its end; the vault is closed and the provider gone whatever happens. */
export async function playSamsStory(context: CommandContext, folder: DemoFolder): Promise<Story> {
  const story = new Story(context);
  const provider = await story.step('provider-up', 'Sam studies at Northfield Training.', async () => {
    const started = await startPracticeProvider();
    story.tell(`Its portal runs on this computer, for practice: ${started.url}`);
    return started;
  });
  if (provider === undefined) return story;
  try {
    const vault = await makeVault(context, folder, story);
    if (vault === undefined) return story;
    try {
      await playStage({ context, folder, story, provider, vault });
    } finally {
      await vault.close();
    }
  } finally {
    await provider.close();
  }
  return story;
}

function makeVault(
  context: CommandContext,
  folder: DemoFolder,
  story: Story,
): Promise<WritableVault | undefined> {
  return story.step('vault-made', 'Sam makes a vault.', async () => {
    const { vault, recoveryKey } = await createVault({
      ...context.place(),
      dir: folder.vault,
      stateDir: folder.state,
      // It is gone tomorrow: wherever it lies is good enough.
      allowUnsafePlace: true,
      passphrase: demoPassphrase,
      practice: true,
    });
    story.tell(
      `It is encrypted, and marked as practice. Its recovery key has ${recoveryKey.split(' ').length} words.`,
    );
    return vault;
  });
}

async function playStage(stage: Stage): Promise<void> {
  const { story } = stage;
  const first = await story.step('first-sync', 'It copies everything from the portal.', () =>
    firstSync(stage),
  );
  if (first === undefined) {
    for (const name of laterSteps) story.skip(name);
    return;
  }
  await story.step('units-mapped', 'Sam says which work belongs to which unit.', () => mapUnits(stage));
  await story.step('marked-again', 'The provider marks one piece of work again.', () => markAgain(stage));
  await story.step('nothing-new', 'Another sync, and nothing is new.', () => syncNothing(stage));
  await story.step('provider-gone', 'Northfield Training closes overnight.', () => loseProvider(stage));
  await story.step('nothing-lost', 'Is everything still here?', () => checkEverything(stage));
  await story.step('protection-told', 'What could Sam prove today?', () => tellProtection(stage));
  const isExported = await story.step(
    'bundle-exported',
    'Sam makes one file for the awarding organisation.',
    () => makeBundle(stage),
  );
  if (isExported === undefined) {
    story.skip('bundle-verified');
    story.skip('tampering-refused');
    return;
  }
  const report = await story.step(
    'bundle-verified',
    'They verify it, without the vault and without a network.',
    () => verifyWhole(stage),
  );
  if (report === undefined) story.skip('tampering-refused');
  else
    await story.step('tampering-refused', 'Somebody changes one byte in a copy.', () =>
      verifyDamaged(stage, report),
    );
}

const laterSteps = [
  'units-mapped',
  'marked-again',
  'nothing-new',
  'provider-gone',
  'nothing-lost',
  'protection-told',
  'bundle-exported',
  'bundle-verified',
  'tampering-refused',
];

async function sync({ context, vault }: Stage): Promise<SyncReport> {
  const [report] = await syncSources(vault, {
    signal: context.signal,
    onProgress: (_source, step) => {
      context.progress.show('Copying', step);
    },
  });
  if (report === undefined) throw new VaultError('input.not-found', { what: 'source' });
  return report;
}

async function firstSync(stage: Stage): Promise<true> {
  const { context, provider, story, vault } = stage;
  const { username, password } = provider.learner;
  await setProfile(vault, { name: 'Sam Taylor (practice)' });
  await connectMoodle(
    vault,
    { url: provider.url, username, secret: { password } },
    { signal: context.signal },
  );
  const report = await sync(stage);
  const items = listItems(vault);
  const kept = (kind: string): number =>
    items.filter((item) => item.kind === kind && item.versions > 0).length;
  const files = items.filter(({ size }) => size !== undefined);
  story.tell(
    `${sayCount(kept('assignment'), 'assignment')}, ${sayCount(kept('attempt'), 'attempt')}, ${sayCount(kept('feedback'), 'feedback', 'pieces of feedback')}, ${sayCount(kept('grade'), 'grade')}.`,
  );
  story.tell(
    `${sayCount(files.length, 'file')}, ${saySize(files.reduce((sum, { size = 0 }) => sum + size, 0))}:`,
  );
  story.tell(`  ${sayTypes(files)}`);
  for (const { name, message = '' } of report.items.filter(({ outcome }) => outcome === 'failed'))
    story.tell(`Not kept: ${name}: ${message}`);
  expectThat(report.state === 'ok', `the source ends as '${saySourceState(report.state)}'`);
  for (const kind of ['assignment', 'attempt', 'feedback', 'grade'])
    expectThat(kept(kind) > 0, `no ${kind} was kept`);
  expectThat(files.length > 0, 'no file was kept');
  return true;
}

/** `22 PDF, 10 Word, 9 png image`: what kinds of files there are, most frequent first. */
function sayTypes(files: readonly ListedItem[]): string {
  const counts = new Map<string, number>();
  for (const { mediaType } of files) {
    const type = sayFileType(mediaType);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
}

async function mapUnits({ story, vault }: Stage): Promise<void> {
  const assignments = listItems(vault, { kind: 'assignment' });
  for (const unit of units) {
    const own = assignments.find(({ name }) => name.startsWith(`${unit.reference} `));
    expectThat(own !== undefined, `there is no assignment of ${unit.reference}`);
    await addUnit(vault, unit);
    await mapItem(vault, own.id, unit.reference);
    story.tell(`${unit.reference} (${unit.title}): ${own.name}`);
  }
  const told = vaultStatus(vault).units;
  for (const { reference } of units)
    expectThat(
      told.some(({ ref, items }) => ref === reference && items > 1),
      `${reference} has no evidence`,
    );
}

async function markAgain(stage: Stage): Promise<void> {
  const { provider, story, vault } = stage;
  const assignment = listItems(vault, { kind: 'assignment' }).find(({ name }) => name === remarked.name);
  expectThat(assignment !== undefined, `${remarked.name} is not in the vault`);
  provider.switches.markAgain(remarked.number, {
    grade: newMark,
    comment: '<p>Looked at again after moderation: the second method is right as well.</p>',
  });
  const report = await sync(stage);
  const touched = report.items.filter(({ outcome }) => outcome !== 'unchanged');
  for (const { outcome, name } of touched) story.tell(`${sayOutcome(outcome)}: ${name}`);
  const own = new Set([assignment.id, ...showItem(vault, assignment.id).parts.map(({ id }) => id)]);
  expectThat(report.state === 'ok', `the source ends as '${saySourceState(report.state)}'`);
  expectThat(report.captured + report.gone + report.failed === 0, 'more than the new mark has changed');
  expectThat(
    touched.every(({ id }) => own.has(id)),
    'something else than this assignment has changed',
  );
  const [graded] = touched
    .map(({ id }) => itemHistory(vault, id))
    .filter(({ item }) => item.kind === 'grade' && item.attempt !== undefined);
  const [before, after] = (graded?.versions ?? []).map(({ record }) => shownValue(record));
  expectThat(
    before !== undefined && after === newMark && before !== after,
    'the new grade is not there beside the old one',
  );
  story.tell(`${before} became ${after}. Both are kept, and so is the earlier feedback.`);
}

async function syncNothing(stage: Stage): Promise<void> {
  const { captured, changed, unchanged, gone, failed, state } = await sync(stage);
  stage.story.tell(`${sayCount(unchanged, 'item')} as before.`);
  expectThat(state === 'ok', `the source ends as '${saySourceState(state)}'`);
  expectThat(captured + changed + gone + failed === 0, 'something was copied twice');
}

async function loseProvider(stage: Stage): Promise<void> {
  const { provider, story, vault } = stage;
  const before = listItems(vault);
  await provider.switches.die();
  const report = await sync(stage);
  story.tell(`${report.name}: ${saySourceState(report.state)}.`);
  expectThat(report.state === 'unreachable', `the source ends as '${saySourceState(report.state)}'`);
  expectThat(report.gone === 0, 'silence was taken for loss');
  const after = new Map(listItems(vault).map((item) => [item.id, item]));
  expectThat(
    before.every(
      ({ id, versions, gone }) => after.get(id)?.versions === versions && after.get(id)?.gone === gone,
    ),
    'items are missing after the provider has gone',
  );
  story.tell(`All ${sayCount(after.size, 'item')} are still in the vault, and none is marked as gone.`);
}

async function checkEverything({ context, story, vault }: Stage): Promise<void> {
  const { ok, entries, blobs, bytes } = await checkVaultNow(vault, {
    full: true,
    signal: context.signal,
    onProgress: (step) => {
      context.progress.show('Checking', inPercent(step));
    },
  });
  story.tell(
    `${sayCount(entries, 'record')} and ${sayCount(blobs, 'stored file')} (${saySize(bytes)}) opened and read.`,
  );
  expectThat(ok, 'the check found damage');
  story.tell('Every one is as it was kept.');
}

async function tellProtection({ story, vault }: Stage): Promise<void> {
  const { units: rows } = vaultStatus(vault);
  const own = rows.filter(({ about }) => about === 'unit');
  for (const { ref, title, level, next } of own)
    story.tell(`${sayLevel(level)}: ${ref} ${title}. ${next ?? ''}`);
  expectThat(own.length === units.length, 'a unit is missing from the answer');
  expectThat(
    own.every(({ level, reasons }) => level !== 'safe' && reasons.includes('unreachable')),
    'a unit whose provider has gone is called safe, or its provider is not told of',
  );
}

async function makeBundle({ context, folder, story, vault }: Stage): Promise<true> {
  const made = await exportBundle(vault, {
    out: folder.bundle,
    signal: context.signal,
    onProgress: (step) => {
      context.progress.show('Packing', step);
    },
  });
  story.tell(`${sayCount(made.items, 'item')}, ${saySize(made.bytes)}: ${made.out}`);
  if (made.missing.length > 0) {
    story.tell(`It says itself what is not in it:`);
    for (const { what, reason } of made.missing) story.tell(`  ${what}: ${reason}`);
  }
  return true;
}

async function verifyWhole({ context, folder, story, vault }: Stage): Promise<VerificationReport> {
  const report = await verifyFile(context, folder.bundle, { expectKey: vault.id, full: true });
  for (const { id, result, detail = '' } of report.checks)
    if (result !== 'not-checked') story.tell(`${result === 'pass' ? 'Good' : 'NOT GOOD'}: ${detail} (${id})`);
  for (const { result, detail = '' } of report.checks)
    if (result === 'not-checked') story.tell(`Open: ${detail}`);
  expectThat(report.verdict !== 'fail', 'a check failed');
  const passed = new Set(report.checks.filter(({ result }) => result === 'pass').map(({ id }) => id));
  for (const id of ['integrity', 'signature', 'history', 'identity'] as const)
    expectThat(passed.has(id), `'${id}' was not checked`);
  expectThat(report.practice, 'the bundle is not marked as practice');
  return report;
}

async function verifyDamaged(stage: Stage, whole: VerificationReport): Promise<void> {
  const { context, folder, story } = stage;
  const files = whole.items.flatMap(({ files: own }) => own);
  const victim = files.find(({ path, size }) => size > 1000 && path.endsWith('.pdf')) ?? files[0];
  expectThat(victim !== undefined, 'there is no file to change');
  expectThat(
    await damageCopy(folder.bundle, victim.path, victim.size, folder.damagedBundle),
    `${victim.path} was not found in the bundle`,
  );
  const { verdict, checks } = await verifyFile(context, folder.damagedBundle, {});
  const findings = checks.flatMap(({ result, findings: found = [] }) => (result === 'fail' ? found : []));
  expectThat(verdict === 'fail', 'the changed copy was not refused');
  const named = findings.find(({ file }) => file === victim.path);
  expectThat(named !== undefined, 'the changed file was not named');
  story.tell(`Refused: ${victim.path} was changed [${named.code}].`);
}
