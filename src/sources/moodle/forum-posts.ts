import { asJson } from '../../base/as-json.ts';
import { utf8 } from '../../base/bytes.ts';
import type { Message } from '../../evidence/records/message.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { personAtSource } from '../../evidence/values/person.ts';
import { keepFiles, type ListedFile } from './files.ts';
import type { MoodleForum, MoodlePost } from './forum-answers.ts';
import { imagesIn } from './html-images.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import { keys, placeOf } from './keys.ts';
import { idIn } from './known-records.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import { setTimes, writtenText } from './stated-values.ts';
import type { Answered } from './web-service.ts';

interface PostsSeen {
  readonly value: { readonly posts: readonly MoodlePost[] };
  readonly answered: Answered;
}

/**
 * Reports the learner's own posts in a discussion. What was there and is not any more, at a second look too, is gone.
 * @returns whether there are any
 */
export async function reportPosts(
  pull: Pull,
  forum: MoodleForum,
  discussion: { readonly id: number; readonly name: string | undefined },
  first: PostsSeen,
  lookAgain: () => Promise<PostsSeen | undefined>,
): Promise<boolean> {
  const prefix = keys.forumPosts(forum.id);
  const known = pull
    .listHere(prefix)
    .filter(
      ({ recordKind, record }) => recordKind === 'message' && idIn(record, 'discussionid') === discussion.id,
    );
  const isThere = (key: string, seen: PostsSeen): boolean =>
    ownPosts(pull, seen).some(({ id }) => key === keys.forumPost(forum.id, id));
  const lacks = known.some(({ key }) => !isThere(key, first));
  const seen = lacks ? await lookAgain() : first;
  if (seen === undefined) {
    await pull.showsLess(prefix, 'posts-not-shown');
    return true;
  }
  const own = ownPosts(pull, seen);
  for (const post of own) await reportPost(pull, forum, discussion.name, post, seen);
  for (const { key } of known)
    if (!isThere(key, seen))
      await pull.sweep(key, (item) =>
        item.key === key || item.key.startsWith(`${key}/`) ? 'not-listed' : undefined,
      );
  return own.length > 0;
}

/** A deleted post is still listed, without its words. */
function ownPosts(pull: Pull, { value }: PostsSeen): MoodlePost[] {
  return value.posts.filter(
    ({ author, isdeleted }) => author?.id === pull.siteInfo.userid && !isSet(isdeleted),
  );
}

async function reportPost(
  pull: Pull,
  forum: MoodleForum,
  discussion: string | undefined,
  post: MoodlePost,
  seen: PostsSeen,
): Promise<void> {
  const key = keys.forumPost(forum.id, post.id);
  const partOf = { partOf: pull.idOf(key) };
  const attached = (post.attachments ?? []).map(
    ({ filename, filepath = '/', filesize, timemodified, url }): ListedFile => ({
      key: `${key}/attachment/${placeOf({ filename, filepath })}`,
      role: 'attachment',
      file: {
        filename,
        filepath,
        filesize,
        timemodified,
        fileurl: url,
        mimetype: undefined,
        isexternalfile: undefined,
      },
      belongs: partOf,
    }),
  );
  const shown = imagesIn(pull, key, post.message, { role: 'image', belongs: partOf });
  const files = [...attached, ...shown];
  await keepFiles(pull, files);
  const record: Message = {
    channel: 'forum-post',
    by: personAtSource(post.author?.id, post.author?.fullname),
    subject: plainText(post.subject),
    ...setTimes({ sent: post.timecreated, modified: post.timemodified }),
    // The post that this one answers, by its number: what is in it is somebody else's.
    ...(post.parentid === undefined || post.parentid === 0 ? {} : { inReplyTo: String(post.parentid) }),
    text: [writtenText(post.message, post.messageformat, 'message')],
    ids: idsOf({
      postid: post.id,
      discussionid: post.discussionid,
      forumid: forum.id,
      cmid: forum.cmid,
      courseid: forum.course,
      forum: forum.name,
      discussion: discussion ?? idsBefore(pull, key),
    }),
    ...(files.length === 0 ? {} : { items: files.map((file) => pull.idOf(file.key)) }),
  };
  await pull.record({
    key,
    kind: 'message',
    name: plainText(post.subject),
    record,
    from: [onlyThis(seen.answered, post)],
    more: { text: textOfHtml(post.message) },
  });
  await pull.sweep(`${key}/`, () => 'not-listed');
}

/** The discussion's title as it was last said, where it is not listed now. */
function idsBefore(pull: Pull, key: string): string | undefined {
  const ids = pull.findHere(key)?.record?.ids;
  const said = typeof ids === 'object' && ids !== null && 'discussion' in ids ? ids.discussion : undefined;
  return typeof said === 'string' ? said : undefined;
}

/** The answer as it is kept with a post: without what others wrote, and it says so. */
function onlyThis(answered: Answered, { id }: MoodlePost): Answered {
  const { value, raw } = answered;
  const posts =
    typeof value === 'object' && value !== null && 'posts' in value && Array.isArray(value.posts)
      ? (value.posts as readonly unknown[])
      : [];
  const own = posts.filter(
    (post) => typeof post === 'object' && post !== null && 'id' in post && post.id === id,
  );
  const bytes = utf8(JSON.stringify(asJson({ posts: own })));
  return {
    ...answered,
    raw: { ...raw, bytes, removed: [...new Set([...raw.removed, 'posts-of-others'])].sort() },
  };
}
