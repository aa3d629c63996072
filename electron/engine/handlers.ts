import type { z } from 'zod';

import type { Method } from '../../src/contract/common.ts';
import type { Call } from './page-connection.ts';

/** What nobody changes any more: use cases hand out read-only data, and it is sent as it is. */
type Frozen<Value> = Value extends (infer Member)[]
  ? readonly Frozen<Member>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Frozen<Value[Name]> }
    : Value;

type Methods = Readonly<Record<string, Method>>;

/** Answers of some methods: each takes what its schema parsed and gives what its schema says, or throws. */
export type Handlers<Some extends Methods> = {
  readonly [Name in keyof Some]: (
    input: z.infer<Some[Name]['input']>,
    call: Call,
  ) => Frozen<z.infer<Some[Name]['output']>> | Promise<Frozen<z.infer<Some[Name]['output']>>>;
};
