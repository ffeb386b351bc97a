// How far many decisions are: the page is loaded anew when it is another number, until all are done.

const EVERY = 2_000; // milliseconds
const line = document.getElementById("desk-progress");
let seen;

setInterval(async () => {
  try {
    const answer = await fetch(line.dataset.address, { headers: { Accept: "application/json" } });
    const { done, total } = await answer.json();
    if (done === total || (seen !== undefined && done !== seen)) location.reload();
    seen = done;
  } catch {
    // The next look will tell.
  }
}, EVERY);
