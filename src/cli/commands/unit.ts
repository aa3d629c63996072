import { z } from 'zod';
import { importUnits } from '../../vault/import-units.ts';
import { readTable } from '../../vault/read-table.ts';
import { addCriterion, addUnit } from '../../vault/statements.ts';
import { word, type Registration } from '../command.ts';
import { sayCount } from '../format/numbers.ts';
import { recordLines } from '../format/record-lines.ts';
import { warningLines } from '../format/warning-lines.ts';
import { plainNumber } from '../options.ts';

const optionsSchema = z.object({
  title: z.string().exactOptional(),
  level: z.string().exactOptional(),
  credit: z.number().exactOptional(),
  glh: z.number().exactOptional(),
});

const criterionOptionsSchema = z.object({ text: z.string().exactOptional() });

/** `unit add`, `unit criterion`: `{ok, id, record, warnings}`; `unit import CSV`: `{ok, units, criteria, warnings}`. */
export const registerUnit: Registration = (program, run) => {
  const unit = program.command('unit').description('the units of your qualification');
  unit
    .command('add')
    .description('add a unit, or add to what is known of it')
    .argument('<reference>', 'as your awarding organisation writes it, such as A/502/0812')
    .option('--title <text>', 'its title')
    .option('--level <text>', 'its level')
    .option('--credit <number>', 'its credits', plainNumber)
    .option('--glh <number>', 'its guided learning hours', plainNumber)
    .action(
      run(async (context, words, options) => {
        const said = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const stated = await addUnit(vault, { reference: word(words, 0), ...said });
          context.output.report({
            document: { ok: true, ...stated },
            lines: [
              `The unit is kept: ${stated.id}`,
              ...recordLines(stated.record),
              ...warningLines(stated.warnings),
            ],
          });
        });
      }),
    );
  unit
    .command('criterion')
    .description('add a criterion to a unit, or words to the one with the same reference')
    .argument('<unit>', 'reference or id of the unit')
    .argument('<reference>', 'as the unit numbers it, such as 1.1')
    .option('--text <text>', 'what it asks for')
    .action(
      run(async (context, words, options) => {
        const { text } = criterionOptionsSchema.parse(options);
        await context.writing(async (vault) => {
          const stated = await addCriterion(vault, word(words, 0), {
            reference: word(words, 1),
            ...(text === undefined ? {} : { text }),
          });
          context.output.report({
            document: { ok: true, ...stated },
            lines: [`The criterion is kept: ${stated.id}`, ...recordLines(stated.record)],
          });
        });
      }),
    );
  unit
    .command('import')
    .description('add units and criteria from a table (CSV)')
    .argument('<csv>', 'the file')
    .action(
      run(async (context, words) => {
        const csv = await readTable(context.path(word(words, 0)));
        await context.writing(async (vault) => {
          const imported = await importUnits(vault, csv);
          const { units, criteria, warnings } = imported;
          context.output.report({
            document: { ok: true, ...imported },
            lines: [
              `${sayCount(units, 'unit')} and ${sayCount(criteria, 'criterion', 'criteria')} are kept.`,
              ...warningLines(warnings),
            ],
          });
        });
      }),
    );
};
