// The tree: what became of this month on each branch in sight, and the arrow keys.
(() => {
  const tree = document.getElementById("tree");
  if (!tree) return;
  const AT_ONCE = 100;

  // Badges come after the tree, so that it never waits for them.
  async function ask(keys) {
    const answer = await fetch(`${tree.dataset.status}?keys=${keys.join(",")}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return;
    for (const [key, { label, tone }] of Object.entries(await answer.json())) {
      const place = document.querySelector(`#org-${key} > * .status`);
      place.textContent = label;
      place.className = `status badge ${tone}`;
    }
  }
  function badge() {
    const lines = [...tree.querySelectorAll(".branch:not([data-asked])")];
    for (const line of lines) line.dataset.asked = "1";
    const keys = lines.map((line) => line.id.slice("org-".length));
    for (let at = 0; at < keys.length; at += AT_ONCE) ask(keys.slice(at, at + AT_ONCE)).catch(() => {});
  }
  if (tree.dataset.status) {
    badge();
    document.addEventListener("htmx:afterSettle", badge);
  }

  // ↑ ↓ lead along what is in sight, → opens and enters, ← closes and leaves.
  // What a closed branch holds has a place on the page all the same.
  const stops = () => [...tree.querySelectorAll("summary, .leaf")].filter((stop) => !stop.closest("details:not([open]) > .below"));
  const lineAbove = (stop) => stop.closest(".branch").parentElement.closest(".branch");
  const moves = {
    ArrowDown: (stop) => stops()[stops().indexOf(stop) + 1],
    ArrowUp: (stop) => stops()[stops().indexOf(stop) - 1],
    Home: () => stops()[0],
    End: () => stops().at(-1),
    ArrowRight: (stop) => {
      const branch = stop.parentElement;
      if (!stop.matches("summary")) return stop;
      if (branch.open) return branch.querySelector(":scope > .below summary, :scope > .below .leaf") || stop;
      branch.open = true;
      return stop;
    },
    ArrowLeft: (stop) => {
      const branch = stop.parentElement;
      if (stop.matches("summary") && branch.open) { branch.open = false; return stop; }
      return lineAbove(stop)?.querySelector("summary");
    },
  };
  tree.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stop = event.target.closest("summary, .leaf");
    const move = stop && moves[event.key];
    if (!move) return;
    event.preventDefault();
    move(stop)?.focus();
  });
})();
