import type { Registration } from '../../command.ts';
import { addCanvas } from './canvas.ts';
import { addFolder } from './folder.ts';
import { addMailbox } from './mailbox.ts';
import { addMoodle } from './moodle.ts';
import { addOpenBadges } from './openbadges.ts';

/** Each type of source that is connected by its own `source add …`. */
export const sourceAddCommands: readonly Registration[] = [
  addCanvas,
  addFolder,
  addMailbox,
  addMoodle,
  addOpenBadges,
];
