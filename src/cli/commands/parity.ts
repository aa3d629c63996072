import {
  makeAllParity,
  parityStatus,
  switchParity,
  type MadeParity,
  type ParityOptions,
} from '../../vault/repair/parity.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { sayCount, saySize } from '../format/numbers.ts';

/** `parity on|now`: `{made, bytes, skipped, removed}`; `parity off`: the same; `parity status`: `{on, files, bytes}`. */
export const registerParity: Registration = (program, run) => {
  const command = program
    .command('parity')
    .description('spare data beside kept files, from which small damage heals without any second copy');
  command
    .command('on')
    .description('make it now and after whatever is kept from now on; takes about 7 per cent more room')
    .action(
      run((context) =>
        context.writing(async (vault) => {
          tell(context, await switchParity(vault, true, optionsOf(context)));
        }),
      ),
    );
  command
    .command('off')
    .description('stop making it, and take away what there is')
    .action(
      run((context) =>
        context.writing(async (vault) => {
          tell(context, await switchParity(vault, false, optionsOf(context)));
        }),
      ),
    );
  command
    .command('now')
    .description('make what is missing of it once, whether it is on or not')
    .action(
      run((context) =>
        context.writing(async (vault) => {
          tell(context, { ...(await makeAllParity(vault, optionsOf(context))), removed: 0 });
        }),
      ),
    );
  command
    .command('status')
    .description('say whether it is on, and how much there is')
    .action(
      run((context) =>
        context.writing(async (vault) => {
          const status = await parityStatus(vault);
          const { on, files, bytes } = status;
          context.output.report({
            document: status,
            lines: [`Spare data is ${on ? 'on' : 'off'}: ${sayCount(files, 'file')}, ${saySize(bytes)}.`],
          });
        }),
      ),
    );
};

function optionsOf(context: CommandContext): ParityOptions {
  return {
    signal: context.signal,
    onProgress: (step) => {
      context.progress.show('Making', step);
    },
  };
}

function tell(context: CommandContext, report: MadeParity & { readonly removed: number }): void {
  const { made, bytes, skipped, removed } = report;
  context.output.report({
    document: report,
    lines: [
      ...(removed > 0 ? [`${sayCount(removed, 'file')} of spare data taken away.`] : []),
      ...(made > 0 || removed === 0
        ? [`${sayCount(made, 'file')} of spare data made, ${saySize(bytes)}.`]
        : []),
      ...(skipped > 0
        ? [
            `${sayCount(skipped, 'kept file')} got none, since damaged or missing. \`repair\` sees to those first.`,
          ]
        : []),
    ],
    exitCode: skipped > 0 ? 1 : 0,
  });
}
