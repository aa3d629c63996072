import { isJsonObject } from '../../base/json.ts';
import type { CourseListing } from './courses.ts';
import {
  discussionListSchema,
  forumListSchema,
  postListSchema,
  type MoodleDiscussion,
  type MoodleForum,
} from './forum-answers.ts';
import { reportPosts } from './forum-posts.ts';
import { keys } from './keys.ts';
import { idIn } from './known-records.ts';
import type { Pull } from './pull.ts';
import type { Reply } from './web-service.ts';

const listFunction = 'mod_forum_get_forums_by_courses';
const discussionsFunction = 'mod_forum_get_forum_discussions';
const postsFunction = 'mod_forum_get_discussion_posts';

/** Discussions that were looked through and held nothing of the learner's: as many as are remembered from pull to pull. */
const mostNoted = 5_000;
const gone: ReadonlySet<string> = new Set(['invalidrecord', 'invaliddiscussionid', 'invalidforumid']);

/**
 * Reports what the learner wrote in forums, each post as a message.
 *
 * A forum belongs to many people. What others wrote there is not the learner's evidence and was not written for them alone, so it is not
 * kept: of the post that they answer only its number, and of the discussion its title. Nor is it asked for more often than needed: a
 * discussion without anything of theirs is looked through once, and again when something was written in it.
 */
export async function reportForums(pull: Pull, courses: CourseListing): Promise<void> {
  if (courses.courses.length === 0) return;
  const functions = [listFunction, discussionsFunction, postsFunction];
  const lacking = functions.filter((name) => !pull.offers(name));
  for (const name of lacking) pull.lacks(name);
  if (lacking.length > 0) return;
  const courseids = courses.courses.map(({ id }) => id);
  const forums = pull.read(await pull.call(listFunction, { courseids }), forumListSchema)?.value;
  if (forums === undefined) {
    if (pull.listHere('forum/').length > 0) await pull.showsLess(undefined, 'forums-not-shown');
    return;
  }
  const talked = forums.filter(
    ({ id, numdiscussions }) => numdiscussions !== 0 || pull.listHere(keys.forumPosts(id)).length > 0,
  );
  const replies = await pull.callMany(
    talked.map(({ id }) => ({ function: discussionsFunction, arguments: { forumid: id } })),
  );
  const noted = new Map(readNoted(pull));
  for (const [index, forum] of talked.entries()) await reportForum(pull, forum, replies[index], noted);
  const newest = [...noted].slice(-mostNoted);
  if (newest.length > 0) pull.noted.discussions = Object.fromEntries(newest);
  await reportMissingForums(pull, forums, new Set(courseids));
}

/** How each discussion stood when it was looked through, by its number. */
function readNoted(pull: Pull): [string, string][] {
  const { discussions } = pull.notedBefore;
  if (discussions === undefined || !isJsonObject(discussions)) return [];
  return Object.entries(discussions).flatMap(([id, said]) =>
    typeof said === 'string' ? [[id, said] satisfies [string, string]] : [],
  );
}

async function reportForum(
  pull: Pull,
  forum: MoodleForum,
  reply: Reply | undefined,
  noted: Map<string, string>,
): Promise<void> {
  const known = pull.listHere(keys.forumPosts(forum.id));
  const listed = pull.read(reply, discussionListSchema)?.value.discussions;
  if (listed === undefined) {
    if (known.length > 0) await pull.showsLess(keys.forumPosts(forum.id), 'discussions-not-shown');
    return;
  }
  const own = new Set(known.map(({ record }) => idIn(record, 'discussionid')));
  const isToBeRead = (discussion: MoodleDiscussion): boolean => {
    if (own.has(discussion.discussion)) return true;
    // Begun by somebody else, and nobody has answered.
    if (discussion.numreplies === 0 && discussion.userid !== pull.siteInfo.userid) return false;
    return noted.get(String(discussion.discussion)) !== standingOf(discussion);
  };
  const names = new Map(listed.map(({ discussion, name }) => [discussion, name]));
  // A discussion with posts of the learner's that is not listed any more is asked for too: that is the second look.
  const wanted = [
    ...listed.filter(isToBeRead).map(({ discussion }) => discussion),
    ...[...own].filter((id) => id !== undefined && !names.has(id)),
  ].filter((id) => id !== undefined);
  const answers = await pull.callMany(
    wanted.map((discussionid) => ({ function: postsFunction, arguments: { discussionid } })),
  );
  for (const [index, discussion] of wanted.entries()) {
    const answer = answers[index];
    const posts = pull.read(answer, postListSchema);
    if (posts === undefined) {
      const code = answer !== undefined && 'refusal' in answer ? answer.refusal.errorcode : '';
      if (!own.has(discussion)) continue;
      if (gone.has(code) && !names.has(discussion))
        await pull.sweep(keys.forumPosts(forum.id), ({ record }) =>
          idIn(record, 'discussionid') === discussion ? 'deleted' : undefined,
        );
      else await pull.showsLess(keys.forumPosts(forum.id), 'posts-not-shown');
      continue;
    }
    const name = names.get(discussion);
    const found = await reportPosts(pull, forum, { id: discussion, name }, posts, async () =>
      pull.read(await pull.call(postsFunction, { discussionid: discussion }), postListSchema),
    );
    const said = listed.find((each) => each.discussion === discussion);
    noted.delete(String(discussion));
    if (!found && said !== undefined) noted.set(String(discussion), standingOf(said));
  }
}

function standingOf({ timemodified, numreplies }: MoodleDiscussion): string {
  return `${timemodified ?? ''} ${numreplies ?? ''}`;
}

/** Forums with posts of the learner's that are not listed any more, in courses that are: each is asked for by itself. */
async function reportMissingForums(
  pull: Pull,
  forums: readonly MoodleForum[],
  visible: ReadonlySet<number>,
): Promise<void> {
  const listed = new Set(forums.map(({ id }) => id));
  const missing = new Set<number>();
  for (const { record } of pull.listHere('forum/')) {
    const forum = idIn(record, 'forumid');
    const course = idIn(record, 'courseid');
    if (forum !== undefined && course !== undefined && !listed.has(forum) && visible.has(course))
      missing.add(forum);
  }
  const ids = [...missing];
  const replies = await pull.callMany(
    ids.map((forumid) => ({ function: discussionsFunction, arguments: { forumid } })),
  );
  for (const [index, id] of ids.entries()) {
    const reply = replies[index];
    const code = reply !== undefined && 'refusal' in reply ? reply.refusal.errorcode : undefined;
    if (code !== undefined && gone.has(code)) await pull.sweep(keys.forumPosts(id), () => 'deleted');
    else await pull.showsLess(keys.forumPosts(id), code === undefined ? 'not-listed' : 'hidden restricted');
  }
}
