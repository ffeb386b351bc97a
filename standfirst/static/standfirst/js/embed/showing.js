// Part of /embed/discussion.js. One comment, and comments in their order.

const GONE = { removed: "removed", withdrawn: "withdrawn", held: "held" };
const times = new Intl.DateTimeFormat(KNOWN.language, { dateStyle: "medium", timeStyle: "short" });

// A hyphen is too short for figures.
const figures = (number) => String(number).replace("-", "\u2212");

function headOf(comment, whom) {
  const at = new Date(comment.created_at);
  const head = make("header", {});
  if (comment.author) {
    head.append(make("span", { class: "author", id: `c${comment.id}-by` }, make("bdi", {}, comment.author.name)));
    if (comment.author.badge) head.append(" ", make("span", { class: "badge" }, comment.author.badge));
  }
  const time = make("time", { datetime: comment.created_at }, times.format(at));
  head.append(" ", make("a", { class: "time", id: `c${comment.id}-at`, href: comment.address, target: "_blank", rel: "noopener" }, time));
  if (comment.edited_at) head.append(" ", make("span", { class: "edited" }, said("edited")));
  if (comment.level > 1) {
    const words = said("level", { n: comment.level, name: whom ?? said("somebody") });
    head.append(make("span", { class: "unseen", id: `c${comment.id}-level` }, words));
  }
  return head;
}

function votesOn(comment, tell) {
  const name = comment.author.name;
  const score = make("bdi", {}, figures(comment.score));
  const buttons = {};
  let mine = comment.my_vote;
  const vote = async (value) => {
    try {
      if (mine === value) {
        await ask("DELETE", `/comments/${comment.id}/vote`);
        mine = "";
        score.textContent = figures((await ask("GET", `/comments/${comment.id}`)).score);
      } else {
        const answer = await ask("PUT", `/comments/${comment.id}/vote`, { value });
        mine = value;
        score.textContent = figures(answer.score);
      }
      for (const each of ["up", "down"]) buttons[each].setAttribute("aria-pressed", String(mine === each));
    } catch (error) {
      tell(error instanceof Refused ? error.message : said("failed"));
    }
  };
  for (const [value, sign] of [["up", "\u25b2"], ["down", "\u25bc"]]) {
    const words = make("span", { class: "unseen" }, said(value, { name }));
    const mark = make("span", { "aria-hidden": "true" }, sign);
    buttons[value] = make("button", { type: "button", class: "vote", "aria-pressed": String(mine === value), click: () => vote(value) }, mark, words);
  }
  const counted = make("span", { class: "score" }, make("span", { class: "unseen" }, `${said("score")} `), score);
  return make("span", { class: "votes" }, buttons.up, counted, buttons.down);
}

// `reply` is called with the comment and the place for a form; without it nothing can be answered.
function shown(comment, { whom, reply, tell }) {
  const labels = [comment.author && `c${comment.id}-by`, `c${comment.id}-at`, comment.level > 1 && `c${comment.id}-level`];
  const article = make(
    "article",
    { class: "comment", part: "comment", id: `comment-${comment.id}`, tabindex: "-1", "aria-labelledby": labels.filter(Boolean).join(" ") },
    headOf(comment, whom),
  );
  if (!comment.author) {
    article.append(make("p", { class: "gone" }, said(GONE[comment.state] ?? "removed")));
  } else {
    article.append(make("div", { class: "text", dir: "auto" }, ...parsed(comment.html)));
    if (comment.state === "held") article.append(make("p", { class: "gone" }, said("own_held")));
    const slot = make("div", {});
    const actions = make("div", { class: "actions" });
    if (comment.state === "visible") actions.append(votesOn(comment, tell));
    if (reply && comment.may_reply) {
      const words = make("span", { class: "unseen" }, said("reply_to", { name: comment.author.name }));
      const label = make("span", { "aria-hidden": "true" }, said("reply"));
      actions.append(make("button", { type: "button", class: "quiet", click: () => reply(comment, slot) }, label, words));
    }
    const report = comment.address.replace(/\/?$/, "/report/");
    actions.append(make("a", { href: report, target: "_blank", rel: "noopener" }, said("report")));
    article.append(actions, slot);
  }
  article.append(make("div", { class: "replies" }));
  return article;
}

// Hangs each comment below the one that it answers; gives those that answer none of these.
function hang(comments, into, context) {
  const known = context.known;
  for (const comment of comments) {
    const parent = known.get(comment.parent) ?? known.get(comment.root);
    const node = shown(comment, { ...context, whom: parent?.comment.author?.name });
    (parent ? parent.node.lastChild : into).append(node);
    known.set(comment.id, { comment, node });
    if (comment.more_replies) node.lastChild.append(moreButton(comment.more_replies, said("more_replies"), node.lastChild, context));
  }
}

function moreButton(address, words, into, context) {
  const button = make("button", { type: "button", class: "quiet more" }, words);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await ask("GET", address);
      const fresh = answer.comments.filter((comment) => !context.known.has(comment.id));
      hang(fresh, into, context);
      context.known.get(fresh[0]?.id)?.node.focus();
      if (answer.next) into.append(moreButton(answer.next, words, into, context));
      button.remove();
    } catch {
      context.tell(said("failed"));
      button.disabled = false;
    }
  });
  return button;
}
