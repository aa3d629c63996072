import type { Portal } from './portal.ts';
import { aptem } from './portals/aptem.ts';
import { blackboard } from './portals/blackboard.ts';
import { brightspace } from './portals/brightspace.ts';
import { bud } from './portals/bud.ts';
import { canvas } from './portals/canvas.ts';
import { ecordia } from './portals/ecordia.ts';
import { email } from './portals/email.ts';
import { googleClassroom } from './portals/google-classroom.ts';
import { learningPathway } from './portals/learning-pathway.ts';
import { learningRecords } from './portals/learning-records.ts';
import { mahara } from './portals/mahara.ts';
import { moodle } from './portals/moodle.ts';
import { onefile } from './portals/onefile.ts';
import { openAwards } from './portals/open-awards.ts';
import { openBadges } from './portals/open-badges.ts';
import { pebblepad } from './portals/pebblepad.ts';
import { sharedDrive } from './portals/shared-drive.ts';
import { smartAssessor } from './portals/smart-assessor.ts';
import { teams } from './portals/teams.ts';
import { tlm } from './portals/tlm.ts';

/** Every portal that is known, as a list shows them: by name, those that are no website at the end. */
export const catalogue: readonly Portal[] = [
  aptem,
  blackboard,
  brightspace,
  bud,
  canvas,
  ecordia,
  googleClassroom,
  mahara,
  teams,
  moodle,
  onefile,
  openBadges,
  pebblepad,
  smartAssessor,
  learningPathway,
  tlm,
  openAwards,
  learningRecords,
  email,
  sharedDrive,
];

export function findPortal(id: string): Portal | undefined {
  return catalogue.find((portal) => portal.id === id);
}
