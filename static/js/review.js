// The review page: the reason opens where a mark is changed.
"use strict";
for (const field of document.querySelectorAll("#review .v select, #review .v input")) {
  const row = field.closest("tr"), why = row.nextElementSibling;
  field.addEventListener("input", () => {
    const changed = field.value.trim() !== "";
    row.classList.toggle("diff", changed);
    why.classList.toggle("open", changed);
    if (changed && field.tagName === "SELECT") why.querySelector("input").focus();
  });
}
