import { startPracticeProvider } from '../../practice/provider.ts';
import { createVault } from '../../vault/create-vault.ts';
import type { WritableVault } from '../../vault/vault-context.ts';
import type { CommandContext } from '../context.ts';
import type { DemoFolder } from './demo-folder.ts';
import { firstSync, loseProvider, mapUnits, markAgain, syncNothing } from './portal-steps.ts';
import {
  checkEverything,
  leaveVerifier,
  makeBundle,
  tellProtection,
  verifyDamaged,
  verifyWhole,
} from './proof-steps.ts';
import type { Stage } from './stage.ts';
import { Story } from './story.ts';

/** Opens the practice vault that the demo leaves. It protects nothing real. */
export const demoPassphrase = 'practice makes perfect';

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
  await prove(stage);
  await story.step('verifier-left', 'Anybody can look for themselves, with one page in a browser.', () =>
    leaveVerifier(stage),
  );
}

async function prove(stage: Stage): Promise<void> {
  const { story } = stage;
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
  'verifier-left',
];
