import { fileURLToPath } from 'node:url';

/** What a program is told to load before anything else: by `--require`, since threads load that too. */
export const guardFile = fileURLToPath(new URL('./loopback-only.ts', import.meta.url));
