import { z } from 'zod';

import type { Answer } from './answer.ts';
import { scriptAnswer } from './answer.ts';
import { notRecorded } from './moodle-errors.ts';
import type { Recordings } from './recordings.ts';
import type { Situation } from './situations.ts';

const configSchema = z.array(z.looseObject({ data: z.looseObject({ typeoflogin: z.number() }) }));
const callsSchema = z.array(z.looseObject({ methodname: z.string() }));

/** `/lib/ajax/service-nologin.php`: what a site tells about itself to anybody. */
export function answerWithoutSignIn(
  recordings: Recordings,
  singleSignOn: boolean,
  situation: Situation,
  query: URLSearchParams,
  body: Buffer,
): Answer {
  if (situation.publicConfig !== undefined) return situation.publicConfig;
  const calls = readCalls(body) ?? [{ methodname: query.get('info') ?? '' }];
  const config = configSchema.parse(recordings.json('01_auth/public_config.json'));
  // 2: users of the app sign in with a browser (`sso_launch.json` was recorded with it).
  if (singleSignOn) for (const { data } of config) data.typeoflogin = 2;
  return scriptAnswer(
    calls.flatMap(({ methodname }): readonly unknown[] =>
      methodname === 'tool_mobile_get_public_config'
        ? config
        : [{ error: true, exception: notRecorded(methodname) }],
    ),
  );
}

function readCalls(body: Buffer): z.output<typeof callsSchema> | undefined {
  try {
    return callsSchema.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
