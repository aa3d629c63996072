import type { DatesState, dateMethods, WitnessesState } from '../../../src/contract/methods/date-methods.ts';
import { datedCoverage } from '../../../src/vault/dated-coverage.ts';
import { seenOutside } from '../../../src/vault/seen-outside.ts';
import {
  addAuthority,
  removeAuthority,
  setStampingConsent,
  stampingSettings,
} from '../../../src/vault/timestamps/stamping-settings.ts';
import { knownAuthorities } from '../../../src/vault/timestamps/known-authorities.ts';
import { timestampStatus } from '../../../src/vault/timestamps/timestamp-status.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { addWitness, removeWitness } from '../../../src/vault/witnesses/witness-settings.ts';
import { witnessStatus } from '../../../src/vault/witnesses/witness-status.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { lastCopied } from '../../../src/vault/work/sources-news.ts';

/** Independent dates and witnesses. */
export function dateHandlers(engine: EngineContext): Handlers<typeof dateMethods> {
  const { session, asking } = engine;
  const vault = () => session.vault();
  const nameOf = (url: string): string => session.authorityName(url);
  const dates = (held: WritableVault): Promise<DatesState> => datesState(held, nameOf);
  return {
    'dates.state': () => dates(vault()),
    'dates.answer': async ({ consent }) => {
      const held = vault();
      await setStampingConsent(held, consent);
      if (consent === 'on' && stampingSettings(held).authorities.length > 0) asking.dates(held);
      return dates(held);
    },
    'dates.addAuthority': async ({ url }) => {
      const held = vault();
      await addAuthority(held, url);
      return dates(held);
    },
    'dates.removeAuthority': async ({ url }) => {
      const held = vault();
      await removeAuthority(held, url);
      return dates(held);
    },
    'dates.ask': () => ({ task: asking.dates(vault()) }),
    'dates.refresh': () => ({ task: asking.refresh(vault()) }),
    'dates.coverage': () => datedCoverage(vault()),
    'dates.ofItem': async ({ item }) => {
      const versions = await seenOutside(vault(), item);
      return {
        versions: versions.map(({ dated, ...version }) => ({
          ...version,
          dated: dated.map((one) => ({ ...one, name: nameOf(one.url) })),
        })),
      };
    },
    'witnesses.list': () => witnessesState(vault()),
    'witnesses.add': async ({ url, key }) => {
      const held = vault();
      await addWitness(held, url, key);
      return witnessesState(held);
    },
    'witnesses.remove': async ({ key }) => {
      const held = vault();
      await removeWitness(held, key);
      return witnessesState(held);
    },
    'witnesses.ask': () => ({ task: asking.witnesses(vault()) }),
  };
}

/** A practice vault is to ask nobody outside. */
function knownOthers({ practice }: WritableVault, listed: readonly string[]): DatesState['others'] {
  return practice
    ? []
    : knownAuthorities.filter(({ url }) => !listed.includes(url)).map(({ url, name }) => ({ url, name }));
}

async function datesState(vault: WritableVault, nameOf: (url: string) => string): Promise<DatesState> {
  const { consent, authorities } = await timestampStatus(vault);
  return {
    consent,
    ask: consent === 'not-asked' && lastCopied(vault) !== undefined,
    authorities: authorities.map(({ url, listed, due, tokens, last, failure }) => ({
      url,
      name: nameOf(url),
      listed,
      due,
      dates: tokens,
      ...(last === undefined ? {} : { last: last.time }),
      ...(failure === undefined ? {} : { failure }),
    })),
    others: knownOthers(
      vault,
      authorities.filter(({ listed }) => listed).map(({ url }) => url),
    ),
  };
}

async function witnessesState(vault: WritableVault): Promise<WitnessesState> {
  return { witnesses: await witnessStatus(vault) };
}
