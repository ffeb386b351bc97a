// Pages with a discussion: htmx has been given its policy by trust.js before this runs.

import { watchDrafts } from "./drafts.js";
import { watchThread } from "./fresh.js";
import { fetchMine } from "./mine.js";
import { fade, say } from "./say.js";
import { watchWriting } from "./writing.js";

watchWriting();
watchDrafts();
fetchMine();
watchThread();

document.addEventListener("htmx:after:swap", fade);

// the sentence for a failure stands in the page, so that it is translated there
document.addEventListener("standfirst:failed", () => say(document.getElementById("status")?.dataset.failed));
document.addEventListener("htmx:error", () => say(document.getElementById("status")?.dataset.failed));
