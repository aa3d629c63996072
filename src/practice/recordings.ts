import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { parseWith } from '../base/zod-door.ts';
import { findRecordingsFolder } from './recordings-folder.ts';

/** The address of the recorded site, which stands in every recording. */
export const recordedHost = '127.0.0.1:8099';
export const recordedBase = `http://${recordedHost}`;

const exchangeSchema = z.looseObject({
  file: z.string(),
  what: z.string(),
  request: z.looseObject({
    method: z.string(),
    path: z.string(),
    as: z.string().optional(),
    params: z.record(z.string(), z.string()).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  response: z.looseObject({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    bytes: z.number(),
    kind: z.enum(['json', 'text']),
  }),
});
/** One line of manifest.json: which request gave which file. */
export type RecordedExchange = z.output<typeof exchangeSchema>;

const fileSchema = z.looseObject({
  etag: z.string(),
  ok: z.boolean(),
  sha1: z.string(),
  sha256: z.string(),
  size: z.number(),
  status: z.number(),
  type: z.string(),
});
/** What one file address answered when the bytes were collected (files.json). */
export type RecordedFile = z.output<typeof fileSchema>;

const changeSideSchema = z.looseObject({ submission_status: z.unknown(), grade_item: z.unknown() });
const changeSchema = z.looseObject({
  change: z.string(),
  before: changeSideSchema.optional(),
  after: changeSideSchema,
  core_course_get_updates_since: z
    .looseObject({ instances: z.array(z.looseObject({ id: z.number() })) })
    .optional(),
});
/** One change made by staff: what the learner saw before and after it (11_lifecycle). */
export type RecordedChange = z.output<typeof changeSchema>;

const situationSchema = z.looseObject({
  situation: z.string(),
  calls: z.array(
    z.looseObject({
      call: z.string(),
      request: z.looseObject({ method: z.string(), path: z.string() }),
      status: z.number(),
      content_type: z.string().nullable(),
      location: z.string().nullable(),
      retry_after: z.string().nullable(),
      bytes: z.number(),
      json: z.unknown().optional(),
      text_head: z.string().optional(),
    }),
  ),
});
/** The same eight calls in one situation (12_access_and_outage). */
export type RecordedSituation = z.output<typeof situationSchema>;
export type RecordedCall = RecordedSituation['calls'][number];

/** Reads the shipped recordings; everything it hands out is a fresh value that the caller may change. */
export class Recordings {
  readonly #folder: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly files: ReadonlyMap<string, RecordedFile>;

  constructor(folder: string) {
    this.#folder = folder;
    this.exchanges = this.#parse(z.array(exchangeSchema), 'manifest.json');
    this.files = new Map(Object.entries(this.#parse(z.record(z.string(), fileSchema), 'files.json')));
  }

  /** The recorded JSON of `file`, e.g. `02_core/site_info.json`. */
  json(file: string): unknown {
    return JSON.parse(this.text(file));
  }

  text(file: string): string {
    return readFileSync(this.#folder + file, 'utf8');
  }

  /** The kept bytes whose SHA-1 is `sha1`. */
  fileBytes(sha1: string): Buffer {
    return readFileSync(`${this.#folder}files/${sha1}`);
  }

  change(name: string): RecordedChange {
    return this.#parse(changeSchema, `11_lifecycle/${name}.json`);
  }

  situation(name: string): RecordedSituation {
    return this.#parse(situationSchema, `12_access_and_outage/${name}.json`);
  }

  #parse<Schema extends z.ZodType>(schema: Schema, file: string): z.output<Schema> {
    return parseWith(schema, this.json(file), 'format.malformed');
  }
}

/** The recordings that are shipped with the practice provider. */
export function openRecordings(): Recordings {
  return new Recordings(findRecordingsFolder());
}
