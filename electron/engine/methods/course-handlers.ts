import type { courseMethods } from '../../../src/contract/methods/course-methods.ts';
import { enrolmentOf, listEnrolments } from '../../../src/vault/enrolment-said.ts';
import { importUnits } from '../../../src/vault/import-units.ts';
import { readTable } from '../../../src/vault/read-table.ts';
import {
  addCriterion,
  addUnit,
  setEnrolment,
  setProfile,
  withdrawRecord,
} from '../../../src/vault/statements.ts';
import { getProfile, listUnitsWithCriteria } from '../../../src/vault/course.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Who the learner is and what they are enrolled on. */
export function courseHandlers(engine: EngineContext): Handlers<typeof courseMethods> {
  const vault = () => engine.session.vault();
  return {
    'profile.get': () => ({ record: getProfile(vault()) }),
    'profile.set': (changes) => setProfile(vault(), changes),
    'enrolments.list': () => ({
      enrolments: listEnrolments(vault()).map(({ id, record, said }) => ({
        id,
        record,
        said: { id, ...said },
      })),
    }),
    'enrolments.set': ({ id, ...said }) => setEnrolment(vault(), enrolmentOf(said), id),
    'units.list': () => ({ units: listUnitsWithCriteria(vault()) }),
    'units.add': (unit) => addUnit(vault(), unit),
    'units.addCriterion': ({ unit, ...criterion }) => addCriterion(vault(), unit, criterion),
    'units.importCsv': async ({ file }) => importUnits(vault(), await readTable(engine.grants.path(file))),
    'records.withdraw': async ({ id }) => {
      await withdrawRecord(vault(), id);
      return {};
    },
  };
}
