import { z } from 'zod';

import type { Answer } from './answer.ts';
import { scriptAnswer } from './answer.ts';
import { notRecorded } from './moodle-errors.ts';
import type { Recordings } from './recordings.ts';
import type { Situation } from './situations.ts';

const callsSchema = z.array(z.looseObject({ methodname: z.string() }));

/** `/lib/ajax/service-nologin.php`: what a site tells about itself to anybody. */
export function answerWithoutSignIn(
  recordings: Recordings,
  situation: Situation,
  query: URLSearchParams,
  body: Buffer,
): Answer {
  if (situation.publicConfig !== undefined) return situation.publicConfig;
  const calls = readCalls(body) ?? [{ methodname: query.get('info') ?? '' }];
  const config = z.array(z.unknown()).parse(recordings.json('01_auth/public_config.json'));
  return scriptAnswer(
    calls.flatMap(({ methodname }) =>
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
