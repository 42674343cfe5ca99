// The review page: the reason opens where a mark is changed, the result follows the changes.
"use strict";
const form = document.getElementById("review"), result = document.getElementById("now");
const shown = document.querySelector(".sums b"), explained = document.getElementById("remark");
let asking = null;

// The server counts, so that there is one way to count.
async function preview() {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  body.set("what", "preview");
  result.textContent = "…";
  const answer = await fetch(form.action, { method: "POST", body, signal: asking.signal }).catch(() => null);
  if (!answer?.ok) return;
  const { result: text, remark } = await answer.json();
  result.textContent = text;
  if (!text) return;
  shown.textContent = `Thành ${text}`;
  explained.textContent = remark;
  explained.hidden = !remark;
}

let timer;
for (const field of document.querySelectorAll("#review .v select, #review .v input")) {
  const row = field.closest("tr"), why = row.nextElementSibling;
  // Coloured before anything is chosen: an earlier stage differs there.
  const differs = row.classList.contains("diff") && !why.classList.contains("open");
  field.addEventListener("input", () => {
    const changed = field.value.trim() !== "";
    row.classList.toggle("diff", changed || differs);
    why.classList.toggle("open", changed);
    if (changed && field.tagName === "SELECT") why.querySelector("input").focus();
    clearTimeout(timer);
    timer = setTimeout(preview, 300);
  });
}
