import { z } from 'zod';

import { functionParameters } from './function-parameters.ts';
import { findMoodleError, refusals } from './moodle-errors.ts';
import { encodePhpJson } from './php-json.ts';
import { recordedBase } from './recordings.ts';
import type { CallSettings } from './recorded-answers.ts';

const argumentsSchema = z.record(z.string(), z.unknown());

/** Parses the JSON that a caller wrote; undefined if it is none. */
function readArguments(text: string): Record<string, unknown> | undefined {
  try {
    return argumentsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * tool_mobile_call_external_functions: calls one function after the other. As recorded, it stops after the first that
 * is refused, so the reply can be shorter than the request.
 *
 * @param call answers one of them
 */
export function callBatch(
  own: Readonly<Record<string, unknown>>,
  call: (name: string, own: Readonly<Record<string, unknown>>, settings: CallSettings) => unknown,
): unknown {
  const parsed = functionParameters.tool_mobile_call_external_functions.safeParse(own);
  if (!parsed.success) return refusals.invalidParameter;
  const responses: unknown[] = [];
  for (const request of parsed.data.requests) {
    const inner = readArguments(request.arguments);
    const settings: CallSettings = {
      ...(request.settingraw && { moodlewssettingraw: 'true' }),
      ...(!request.settingfileurl && { moodlewssettingfileurl: 'false' }),
    };
    const answer = inner === undefined ? refusals.invalidParameter : call(request.function, inner, settings);
    const error = findMoodleError(answer);
    if (error === undefined) {
      responses.push({ error: false, data: encodePhpJson(answer) });
      continue;
    }
    const { message, errorcode } = error;
    responses.push({
      error: true,
      exception: encodePhpJson({
        message,
        errorcode,
        link: `${recordedBase}/`,
        moreinfourl: `https://docs.moodle.org/405/en/error/moodle/${errorcode ?? ''}`,
      }),
    });
    break;
  }
  return { responses };
}
