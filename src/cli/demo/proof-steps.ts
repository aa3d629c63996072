import { checkVaultNow } from '../../vault/check.ts';
import { exportBundle } from '../../vault/export-bundle.ts';
import { saveVerifier } from '../../vault/save-verifier.ts';
import { vaultStatus } from '../../vault/status.ts';
import type { VerificationReport } from '../../verify/verification-report.ts';
import { verifyShown } from '../commands/verify.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { sayLevel } from '../format/words.ts';
import { inPercent } from '../progress.ts';
import { damageCopy } from './damage-copy.ts';
import { demoUnits, type Stage } from './stage.ts';
import { expectThat } from './story.ts';

export async function checkEverything({ context, story, vault }: Stage): Promise<void> {
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

export async function tellProtection({ story, vault }: Stage): Promise<void> {
  const { units: rows } = vaultStatus(vault);
  const own = rows.filter(({ about }) => about === 'unit');
  for (const { ref, title, level, next } of own)
    story.tell(`${sayLevel(level)}: ${ref} ${title}. ${next ?? ''}`);
  expectThat(own.length === demoUnits.length, 'a unit is missing from the answer');
  expectThat(
    own.every(({ level, reasons }) => level !== 'safe' && reasons.includes('unreachable')),
    'a unit whose provider has gone is called safe, or its provider is not told of',
  );
}

export async function makeBundle({ context, folder, story, vault }: Stage): Promise<true> {
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

export async function verifyWhole({ context, folder, story, vault }: Stage): Promise<VerificationReport> {
  const report = await verifyShown(context, folder.bundle, { expectKey: vault.id, full: true });
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

export async function verifyDamaged(stage: Stage, whole: VerificationReport): Promise<void> {
  const { context, folder, story } = stage;
  const files = whole.items.flatMap(({ files: own }) => own);
  const victim = files.find(({ path, size }) => size > 1000 && path.endsWith('.pdf')) ?? files[0];
  expectThat(victim !== undefined, 'there is no file to change');
  expectThat(
    await damageCopy(folder.bundle, victim.path, victim.size, folder.damagedBundle),
    `${victim.path} was not found in the bundle`,
  );
  const { verdict, checks } = await verifyShown(context, folder.damagedBundle, {});
  const findings = checks.flatMap(({ result, findings: found = [] }) => (result === 'fail' ? found : []));
  expectThat(verdict === 'fail', 'the changed copy was not refused');
  const named = findings.find(({ file }) => file === victim.path);
  expectThat(named !== undefined, 'the changed file was not named');
  story.tell(`Refused: ${victim.path} was changed [${named.code}].`);
}

export async function leaveVerifier({ context, folder, story }: Stage): Promise<true> {
  const { sha256, size } = await saveVerifier({ out: folder.verifier, signal: context.signal });
  story.tell(`One file of ${saySize(size)} for any browser, with no network: ${folder.verifier}`);
  story.tell(`Its SHA-256, to compare with the one that is published: ${sha256}`);
  return true;
}
