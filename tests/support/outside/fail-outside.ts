import { afterAll, afterEach } from 'vitest';

import { guardFile } from './guard-file.ts';
import { failOutside, notesVariable, ownNotes, takeOutside } from './outside-notes.ts';

/**
 * For every test file: a test during which anything tried to reach outside this computer fails, be it a thread or a program that it
 * started. The worker itself has the guard from `vitest.config.ts`.
 */
process.env[notesVariable] = ownNotes();
process.env.NODE_OPTIONS = `--require=${JSON.stringify(guardFile)}`;
// Of a process of another day that had the same number.
takeOutside();

afterEach(failOutside);
afterAll(failOutside);
