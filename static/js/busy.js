// A form whose answer takes seconds says so: <form data-busy="words">.
(() => {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    const place = form.appendChild(document.createElement("div"));
    place.setAttribute("role", "status");
    form.addEventListener("submit", () => {
      const words = document.createElement("p");
      words.textContent = form.dataset.busy;
      place.replaceChildren(words, document.createElement("progress"));
    });
    // Back from the next page the form is there again.
    window.addEventListener("pageshow", () => place.replaceChildren());
  }
})();
