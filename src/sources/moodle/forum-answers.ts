import { z } from 'zod';

import { absent, flagSchema } from './site-answers.ts';

/** `mod_forum_get_forums_by_courses`. */
export const forumListSchema = z.array(
  z.looseObject({
    id: z.int(),
    course: z.int(),
    cmid: z.int(),
    name: z.string(),
    numdiscussions: z.int().nullish().transform(absent),
  }),
);
export type MoodleForum = z.infer<typeof forumListSchema>[number];

/** `mod_forum_get_forum_discussions`. */
export const discussionListSchema = z.looseObject({
  discussions: z.array(
    z.looseObject({
      /** Of the first post. */
      id: z.int(),
      discussion: z.int(),
      name: z.string(),
      /** Who began it. */
      userid: z.int().nullish().transform(absent),
      timemodified: z.number().nullish().transform(absent),
      numreplies: z.number().nullish().transform(absent),
    }),
  ),
});
export type MoodleDiscussion = z.infer<typeof discussionListSchema>['discussions'][number];

const attachmentSchema = z.looseObject({
  filename: z.string(),
  filepath: z.string().nullish().transform(absent),
  filesize: z.int().nonnegative().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  /** Here it is `url`, and without a media type. */
  url: z.string(),
});

const postSchema = z.looseObject({
  id: z.int(),
  subject: z.string(),
  message: z.string(),
  messageformat: z.number().nullish().transform(absent),
  /** Its id is null for somebody who is deleted or hidden. */
  author: z
    .looseObject({
      id: z.int().nullish().transform(absent),
      fullname: z.string().nullish().transform(absent),
    })
    .nullish()
    .transform(absent),
  discussionid: z.int(),
  parentid: z.int().nullish().transform(absent),
  timecreated: z.number().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  isdeleted: flagSchema.nullish().transform(absent),
  attachments: z.array(attachmentSchema).nullish().transform(absent),
});
export type MoodlePost = z.infer<typeof postSchema>;

/** `mod_forum_get_discussion_posts`. */
export const postListSchema = z.looseObject({ posts: z.array(postSchema) });
