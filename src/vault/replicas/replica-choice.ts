import { z } from 'zod';

const base = {
  /** 32 hexadecimal digits, as `replica.json` has them. */
  id: z.string(),
  schedule: z
    .object({
      /** Hours between rounds; absent for whenever the learner says. */
      everyHours: z.number().positive().max(8760).exactOptional(),
      /** A round each time it is plugged in. */
      whenPluggedIn: z.boolean(),
    })
    .default({ whenPluggedIn: false })
    .catch({ whenPluggedIn: false }),
  /** When a round last went through to the end, whether there was something to send or not. */
  lookedAt: z.string().exactOptional(),
};

const folderSchema = z.object({
  ...base,
  type: z.literal('folder'),
  /** Absolute path of the place that holds the second copy's folder. */
  path: z.string(),
  /** The way from the mount point or drive to `path`, by which the place is found again on another one; absent for a folder of the system's own disk. */
  within: z.string().exactOptional(),
});

const webdavSchema = z.object({
  ...base,
  type: z.literal('webdav'),
  url: z.string(),
  user: z.string(),
  password: z.string(),
});

const replicaChoiceSchema = z.discriminatedUnion('type', [folderSchema, webdavSchema]);

/** Where this computer finds the second copies: in the sealed settings, since a path or a password is no history. */
export const replicaChoicesSchema = z.array(replicaChoiceSchema);

export type ReplicaChoice = z.infer<typeof replicaChoiceSchema>;
export type FolderChoice = Extract<ReplicaChoice, { type: 'folder' }>;
export type ReplicaSchedule = ReplicaChoice['schedule'];
