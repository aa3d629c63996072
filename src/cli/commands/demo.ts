import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Registration } from '../command.ts';
import { makeDemoFolder } from '../demo/demo-folder.ts';
import { demoPassphrase, playSamsStory } from '../demo/sams-story.ts';

const optionsSchema = z.object({ keep: z.string().exactOptional() });

/** `demo`: `{steps: [{name, ok, problem?}], vault, bundle, verifier?}`; exit code 0 only if every step held. */
export const registerDemo: Registration = (program, run) => {
  program
    .command('demo')
    .description('the whole story in under a minute, with a practice provider on this computer')
    .option('--keep <folder>', 'where to leave the vault and the bundle (else a new folder below ./demo)')
    .action(
      run(async (context, _words, options) => {
        const { keep } = optionsSchema.parse(options);
        const { callerFolder } = context.surroundings;
        const folder = await makeDemoFolder(
          callerFolder,
          keep === undefined ? undefined : context.path(keep),
          new Date(),
        );
        context.output.say("Sam's story. Everything here is practice: nothing of it is real evidence.");
        const story = await playSamsStory(context, folder);
        // The log key of a vault that nobody goes on writing.
        await rm(folder.state, { recursive: true, force: true });
        const isLeft = story.steps.some(({ name, ok }) => name === 'verifier-left' && ok);
        const held = story.steps.filter(({ ok }) => ok).length;
        context.output.report({
          document: {
            steps: story.steps,
            vault: folder.vault,
            bundle: folder.bundle,
            ...(isLeft && { verifier: folder.verifier }),
            practice: true,
          },
          lines: [
            '',
            `${held} of ${story.steps.length} steps held.`,
            `The bundle:  ${folder.bundle}   (unpack it and open index.html)`,
            ...(isLeft
              ? [`To check it: ${folder.verifier}   (open it in a browser and drop the bundle)`]
              : []),
            `The vault:   ${folder.vault}   (passphrase: ${demoPassphrase})`,
          ],
          exitCode: story.ok ? 0 : 1,
        });
      }),
    );
};
