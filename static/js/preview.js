// The preview asks the server what the marks come to, by the same address that works without this.
"use strict";
const form = document.getElementById("preview");
let asking, timer;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address, { signal: asking.signal }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of form.querySelectorAll("li[data-code]")) {
    const found = page.querySelector(`li[data-code="${CSS.escape(place.dataset.code)}"]`);
    if (!found) continue;
    place.querySelector("output").textContent = found.querySelector("output").textContent;
    place.querySelector(".error")?.remove();
    const error = found.querySelector(".error");
    if (error) place.append(error);
  }
  for (const group of form.querySelectorAll("output[data-group]")) {
    group.textContent = page.querySelector(`output[data-group="${CSS.escape(group.dataset.group)}"]`)?.textContent ?? "";
  }
  document.getElementById("result").replaceWith(page.getElementById("result"));
}
form?.addEventListener("input", (event) => {
  clearTimeout(timer);
  // Another kind of meeting has another sheet.
  timer = setTimeout(() => "reload" in event.target.dataset ? form.requestSubmit() : ask(), 400);
});
