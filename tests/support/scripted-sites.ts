import { afterEach } from 'vitest';

import { startScriptedMoodle, type ScriptedFunctions, type ScriptedMoodle } from './scripted-moodle.ts';
import { startScriptedServer, type ScriptedServer } from './scripted-server.ts';

export interface ScriptedSites {
  /** Starts a server that answers as it is told. */
  readonly serve: (answer: Parameters<typeof startScriptedServer>[0]) => Promise<ScriptedServer>;
  /** Starts a Moodle of one course. */
  readonly open: (functions: ScriptedFunctions) => Promise<ScriptedMoodle>;
}

/**
 * Scripted servers for the tests of a file or of a group; each is closed after the test that started it. `files` answers what a Moodle is
 * asked for beside its web service, unless the test says otherwise.
 */
export function scriptedSites(files?: ScriptedMoodle['files']): ScriptedSites {
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  return {
    serve: async (answer) => {
      const server = await startScriptedServer(answer);
      servers.push(server);
      return server;
    },
    open: async (functions) => {
      const moodle = await startScriptedMoodle(functions);
      servers.push(moodle.server);
      if (files !== undefined) moodle.files = files;
      return moodle;
    },
  };
}
