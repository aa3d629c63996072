import { connectMoodle } from '../../vault/connectors/moodle.ts';
import { itemHistory, listItems, showItem, type ListedItem } from '../../vault/items.ts';
import { addUnit, mapItem, setProfile } from '../../vault/statements.ts';
import { vaultStatus } from '../../vault/status.ts';
import { sayFileType } from '../format/file-types.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { shownValue } from '../format/shown-value.ts';
import { sayOutcome, saySourceState } from '../format/words.ts';
import { demoUnits, sync, type Stage } from './stage.ts';
import { expectThat } from './story.ts';

/** The assignment that is marked again, as the practice provider numbers it, and what it is called. */
const remarked = { number: 4, name: 'Unit 4 Assignment: Inspection report (rubric)' };
const newMark = 'Distinction';

export async function firstSync(stage: Stage): Promise<true> {
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

export async function mapUnits({ story, vault }: Stage): Promise<void> {
  const assignments = listItems(vault, { kind: 'assignment' });
  for (const unit of demoUnits) {
    const own = assignments.find(({ name }) => name.startsWith(`${unit.reference} `));
    expectThat(own !== undefined, `there is no assignment of ${unit.reference}`);
    await addUnit(vault, unit);
    await mapItem(vault, own.id, unit.reference);
    story.tell(`${unit.reference} (${unit.title}): ${own.name}`);
  }
  const told = vaultStatus(vault).units;
  for (const { reference } of demoUnits)
    expectThat(
      told.some(({ ref, items }) => ref === reference && items > 1),
      `${reference} has no evidence`,
    );
}

export async function markAgain(stage: Stage): Promise<void> {
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

export async function syncNothing(stage: Stage): Promise<void> {
  const { captured, changed, unchanged, gone, failed, state } = await sync(stage);
  stage.story.tell(`${sayCount(unchanged, 'item')} as before.`);
  expectThat(state === 'ok', `the source ends as '${saySourceState(state)}'`);
  expectThat(captured + changed + gone + failed === 0, 'something was copied twice');
}

export async function loseProvider(stage: Stage): Promise<void> {
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
