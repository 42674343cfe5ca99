// Small helps for every page; all of them work without this file.
document.documentElement.classList.add("js");

// A double click sends a form once. The record page has its own rules.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "record" || form.method === "get") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  // What answers with a file leaves the page as it is, ready to be asked again.
  if (!("file" in form.dataset)) form.dataset.sent = "1";
  // Logging in again in another tab has changed the token since this page was made.
  const token = form.elements.csrfmiddlewaretoken, cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  if (token && cookie) token.value = cookie[1];
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});

// J and K lead through a queue, as the page's own links do.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const link = { j: "a[rel=next]", k: "a[rel=prev]" }[event.key];
  const target = link && document.querySelector(link);
  if (target) target.click();
});
