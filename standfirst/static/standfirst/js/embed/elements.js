// Part of /embed/discussion.js. The three elements: a discussion, a count, one comment.

const styles = new CSSStyleSheet();
styles.replaceSync(KNOWN.styles);

function pageOf(element) {
  const canonical = document.querySelector('link[rel="canonical"]')?.href;
  return element.getAttribute("page") || canonical || location.href.split("#")[0];
}

class Standfirst extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    this.status = make("p", { class: "unseen", role: "status" });
    this.body = make("div", { lang: KNOWN.language, dir: KNOWN.direction });
    root.append(this.body, this.status);
    try {
      await this.fill();
    } catch (error) {
      // An answer that this page may not read looks as if there were none.
      this.body.append(make("p", { class: "gone" }, error instanceof Refused ? error.message : said("unlisted")), document.createElement("slot"));
    }
    this.dispatchEvent(new CustomEvent("standfirst-shown", { bubbles: true }));
  }

  tell(words) {
    this.status.textContent = words;
    this.status.className = "told";
  }

  async asked() {
    const query = new URLSearchParams({ page: pageOf(this) });
    return ask("GET", `/threads?${query}`);
  }
}

function counted(n) {
  if (!n) return said("none");
  return said(`count_${new Intl.PluralRules(KNOWN.language).select(n)}`, { n });
}

function titleOfPage() {
  return (document.querySelector('meta[property="og:title"]')?.content || document.title).slice(0, 1000);
}

class Discussion extends Standfirst {
  async fill() {
    const { threads, begins } = await this.asked();
    if (!threads.length && !begins) {
      this.body.append(make("p", { class: "gone" }, said("nothing")), document.createElement("slot"));
      return;
    }
    // Nobody has written to this page yet: the first comment makes its discussion.
    this.begins = begins;
    this.found = threads[0] ?? { id: null, comment_count: 0, is_open: true, orders: ["newest"], address: `${KNOWN.at}/embed/?${new URLSearchParams({ page: begins })}` };
    this.heading = make("h2", { part: "heading" }, counted(this.found.comment_count));
    const select = make("select", { id: "order" });
    for (const order of this.found.orders) {
      select.append(make("option", { value: order, selected: order === this.found.order }, said(order)));
    }
    select.addEventListener("change", () => this.list(select.value).catch(() => this.tell(said("failed"))));
    this.comments = make("div", { class: "comments" });
    this.body.append(
      make("section", { "aria-label": said("heading") }, this.heading, make("p", { class: "order" }, make("label", { for: "order" }, said("order")), " ", select), this.comments),
    );
    if (this.found.is_open) {
      const send = (written) => this.post(written, null);
      this.body.append(formFor({ heading: said("write"), send }), aboutGuests(this.found));
    } else {
      this.body.append(make("p", { class: "gone" }, said("closed")));
    }
    await this.list(select.value);
  }

  async list(order) {
    const none = { comments: [], next: null };
    const answer = this.found.id ? await ask("GET", `/threads/${this.found.id}/comments?order=${order}`) : none;
    const reply = this.found.is_open ? (comment, slot) => this.reply(comment, slot) : null;
    this.context = { known: new Map(), reply, tell: (words) => this.tell(words) };
    this.comments.replaceChildren();
    hang(answer.comments, this.comments, this.context);
    if (answer.next) this.comments.append(moreButton(answer.next, said("more"), this.comments, this.context));
  }

  reply(comment, slot) {
    const close = () => {
      slot.replaceChildren();
      this.context.known.get(comment.id).node.querySelector(".actions button.quiet").focus();
    };
    const send = async (written) => {
      await this.post(written, comment);
      slot.replaceChildren();
    };
    slot.replaceChildren(formFor({ heading: said("reply_to", { name: comment.author.name }), send, cancel: close }));
    slot.querySelector("textarea").focus();
  }

  async post(written, parent) {
    const sent = parent ? { ...written, parent: parent.id, seen: parent.wording } : written;
    const { comment, thread } = await (this.found.id
      ? ask("POST", `/threads/${this.found.id}/comments`, sent)
      : ask("POST", "/threads", { ...sent, page: this.begins, title: titleOfPage() }));
    this.found.id = thread;
    if (!this.context.known.has(comment.id)) {
      const below = make("div", {});
      hang([comment], below, this.context);
      if (!parent) this.comments.prepend(...below.childNodes);
    }
    if (comment.state === "visible") this.heading.textContent = counted((this.found.comment_count += 1));
    this.tell(said(comment.state === "held" ? "own_held" : "posted"));
    this.context.known.get(comment.id).node.focus();
  }
}

class Count extends Standfirst {
  async fill() {
    const [found] = (await this.asked()).threads;
    this.body.append(make("span", { part: "count" }, counted(found?.comment_count ?? 0)));
  }
}

class OneComment extends Standfirst {
  async fill() {
    const comment = await ask("GET", `/comments/${encodeURIComponent(this.getAttribute("comment") ?? "")}`);
    this.body.append(shown(comment, { tell: (words) => this.tell(words) }));
  }
}

for (const [name, element] of [["thread", Discussion], ["count", Count], ["comment", OneComment]]) {
  if (!customElements.get(`standfirst-${name}`)) customElements.define(`standfirst-${name}`, element);
}
