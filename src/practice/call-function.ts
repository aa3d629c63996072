import { z } from 'zod';

import type { Account } from './accounts.ts';
import { mainLearner } from './accounts.ts';
import { functionParameters, isFunctionName, notInService } from './function-parameters.ts';
import { notRecorded, refusals } from './moodle-errors.ts';
import { answerOther } from './other-learners.ts';
import type { PracticeSite } from './practice-site.ts';
import type { CallSettings, RecordedAnswers } from './recorded-answers.ts';
import { siteFunctions } from './site-functions.ts';

const siteInfoSchema = z.looseObject({ functions: z.array(z.looseObject({ name: z.string() })) });

/** The functions of the web service, called by somebody who is signed in. */
export class FunctionCaller {
  readonly #site: PracticeSite;
  readonly #recorded: RecordedAnswers;
  readonly #offered: ReadonlySet<string>;

  constructor(site: PracticeSite, recorded: RecordedAnswers, siteInfo: unknown) {
    this.#site = site;
    this.#recorded = recorded;
    this.#offered = new Set(siteInfoSchema.parse(siteInfo).functions.map(({ name }) => name));
  }

  /** The answer, or the refusal in Moodle's shape; never throws for what a client sends. */
  call(
    account: Account,
    name: string,
    own: Readonly<Record<string, unknown>>,
    settings: CallSettings = {},
  ): unknown {
    if (notInService.has(name)) return refusals.access;
    if (!isFunctionName(name)) return this.#offered.has(name) ? notRecorded(name) : refusals.unknownFunction;
    const parsed = functionParameters[name].safeParse(own);
    if (!parsed.success) return refusals.invalidParameter;
    const recorded = (given: CallSettings): unknown =>
      this.#recorded.find(account.username, name, parsed.data, given);
    const site = this.#site;
    const variant = Object.keys(settings).length > 0 ? recorded(settings) : undefined;
    if (account.userId !== mainLearner.userId)
      return recorded({}) ?? answerOther(site, account, name, parsed.data) ?? notRecorded(name);
    return variant ?? siteFunctions.get(name)?.(site, own) ?? recorded({}) ?? notRecorded(name);
  }
}
