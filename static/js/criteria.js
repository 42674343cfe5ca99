// The editor of a part: a change of kind asks for its fields, and nothing typed is lost on the way.
"use strict";
const part = document.getElementById("part");

for (const kind of part.querySelectorAll("select[name$=kind]")) kind.addEventListener("change", () => {
  const then = document.createElement("input");
  then.type = "hidden"; then.name = "then"; then.value = "again";
  part.append(then);
  part.requestSubmit();
});

// What is typed stays on this machine until the server has it: then the part is another one.
const place = `kept-${part.dataset.keep}`, before = part.elements.before.value;
const kept = JSON.parse(localStorage.getItem(place) ?? "null");
function typed() {
  return [...new FormData(part)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "before");
}
function keep(sent) {
  localStorage.setItem(place, JSON.stringify({ before, sent, pairs: typed() }));
}
const isSaved = kept?.sent && kept.before !== before;
if (kept && !isSaved && JSON.stringify(kept.pairs) !== JSON.stringify(typed()) && !document.querySelector(".notice")) {
  const offer = document.createElement("p"), again = document.createElement("button"), drop = document.createElement("button");
  offer.className = "notice warning"; again.className = drop.className = "btn";
  again.textContent = "Lấy lại"; drop.textContent = "Bỏ đi";
  offer.append("Trên máy này còn những gì đồng chí gõ mà chưa lưu được. ", again, " ", drop);
  part.before(offer);
  again.addEventListener("click", () => { restore(kept.pairs); offer.remove(); });
  drop.addEventListener("click", () => { localStorage.removeItem(place); offer.remove(); });
} else localStorage.removeItem(place);

function restore(pairs) {
  for (const field of part.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}
let timer;
part.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => keep(false), 250); });
part.addEventListener("submit", () => { clearTimeout(timer); keep(true); });
