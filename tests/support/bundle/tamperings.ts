import type { Tampering } from './tamper-edits.ts';
import { tamperedFiles } from './tamper-files.ts';
import { tamperedProofs } from './tamper-proofs.ts';

export const tamperings: readonly Tampering[] = [...tamperedFiles, ...tamperedProofs];
