import type { Answer } from '../answer.ts';
import { html, pageAnswer } from '../pages/markup.ts';

type Headers = readonly (readonly [string, string])[];

export function jsonAnswer(value: unknown, headers: Headers = [], status = 200): Answer {
  return {
    status,
    headers: [['Content-Type', 'application/json; charset=utf-8'], ['Cache-Control', 'no-store'], ...headers],
    body: Buffer.from(JSON.stringify(value)),
    framing: 'length',
  };
}

/** How the Open Badges API says what went wrong (Imsx_StatusInfo, Open Badges 3.0 section B.4). */
export function apiError(
  status: number,
  minor: 'invaliddata' | 'unauthorisedrequest' | 'unknownobject' | 'forbidden',
  said: string,
  headers: Headers = [],
): Answer {
  return jsonAnswer(
    {
      imsx_codeMajor: 'failure',
      imsx_severity: 'error',
      imsx_description: said,
      imsx_codeMinor: {
        imsx_codeMinorField: [
          { imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: minor },
        ],
      },
    },
    headers,
    status,
  );
}

/** How OAuth says what went wrong (RFC 6749 section 5.2). */
export function oauthProblem(error: string, status = 400): Answer {
  return jsonAnswer({ error }, [], status);
}

/** A page for a browser that cannot be led back to where it came from. */
export function problemPage(said: string): Answer {
  return pageAnswer(
    { title: 'This sign-in cannot go on' },
    html`<p class="error" role="alert">${said}</p>`,
    [],
    400,
  );
}
