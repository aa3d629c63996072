import fc from 'fast-check';

import type { Fleet } from '../../../../support/vault/fleet.ts';

/** Three laptops, two sticks. */
export const laptopCount = 3;
const who = fc.nat(laptopCount - 1);
const where = fc.nat(1);

/** Something that happens to one of several laptops. */
const kinds = {
  /** A file of its own. */
  add: { weight: 6, fields: { who } },
  /** A file that others change too. */
  change: { weight: 2, fields: { who } },
  sync: { weight: 6, fields: { who, where } },
  /** A round that was cut short after so many calls. */
  cut: { weight: 3, fields: { who, where, after: fc.nat(30) } },
  restart: { weight: 1, fields: { who } },
  /** The laptop is lost, and another is set up from a stick. */
  lose: { weight: 1, fields: { who, where } },
  /** All laptops but one are lost, and set up from one and the same stick. */
  'lose-others': { weight: 1, fields: { who, where } },
  /** Another laptop becomes a copy of this one, with its log's key. */
  clone: { weight: 1, fields: { who, to: fc.integer({ min: 1, max: laptopCount - 1 }) } },
  erase: { weight: 2, fields: { who, number: fc.nat(5) } },
  passphrase: { weight: 1, fields: { who } },
  /** The passphrase is changed on two laptops before they hear of each other. */
  'passphrase-twice': { weight: 1, fields: { who } },
  rekey: { weight: 1, fields: { who } },
} as const;

export type Step = {
  readonly [Kind in keyof typeof kinds]: { readonly do: Kind } & {
    readonly [Field in keyof (typeof kinds)[Kind]['fields']]: number;
  };
}[keyof typeof kinds];

function stepsOf(kind: keyof typeof kinds): { weight: number; arbitrary: fc.Arbitrary<Step> } {
  const { weight, fields } = kinds[kind];
  return { weight, arbitrary: fc.record({ do: fc.constant(kind), ...fields }) as fc.Arbitrary<Step> };
}

export const histories: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(...(Object.keys(kinds) as (keyof typeof kinds)[]).map(stepsOf)),
  { minLength: 6, maxLength: 16 },
);

/** @param number of this step, which makes names and texts differ */
export async function play(fleet: Fleet, step: Step, number: number): Promise<void> {
  const name = `laptop-${String(step.who)}-${String(number)}.txt`;
  const next = (step.who + 1) % laptopCount;
  switch (step.do) {
    case 'add':
      // Sometimes two of them keep the same file under two names.
      await fleet.add(step.who, name, `What stands there: ${String(number % 3)}`);
      break;
    case 'change':
      await fleet.add(
        step.who,
        'shared.txt',
        `As laptop ${String(step.who)} has it in step ${String(number)}`,
      );
      break;
    case 'sync':
      await fleet.sync(step.who, step.where);
      break;
    case 'cut':
      await fleet.cutRound(step.who, step.where, step.after);
      break;
    case 'restart':
      await fleet.close(step.who);
      await fleet.open(step.who);
      break;
    case 'lose':
      await fleet.restore(step.who, step.where);
      break;
    case 'lose-others':
      for (const other of fleet.laptops.keys())
        if (other !== step.who) await fleet.restore(other, step.where);
      break;
    case 'clone':
      await fleet.clone(step.who, (step.who + step.to) % laptopCount);
      break;
    case 'erase':
      await fleet.erase(step.who, step.number);
      break;
    case 'passphrase':
      await fleet.changePassphrase(step.who, `plain words ${String(number)}`);
      break;
    case 'passphrase-twice':
      await fleet.changePassphrase(step.who, `plain words ${String(number)} here`);
      await fleet.changePassphrase(next, `plain words ${String(number)} there`);
      break;
    case 'rekey':
      await fleet.rekey(step.who);
      break;
  }
}
