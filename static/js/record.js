// The record page: one tap a member, live counts and score, a step at a time, and a draft on this
// device until the server has taken the text. Without this file the page is one plain form.
"use strict";

const form = document.getElementById("record");
const saveState = document.getElementById("save-state");

// ---- The draft on this device -------------------------------------------------------------
const draftKey = `record:${form.dataset.user}:${form.dataset.key}`;
const version = Number(form.dataset.version);
// Text of before the record was saved anew waits here until its writer has taken or dropped it.
const olderKey = `${draftKey}:older`;
// Text that met a conflict was typed over an older version, and is compared again when it returns.
let draftVersion = document.querySelector(".conflict") ? version - 1 : version;
// Going back in history must show what is stored: old text beside a new version would win silently.
form.autocomplete = "off";

const NOT_TEXT = new Set(["csrfmiddlewaretoken", "version", "then"]);
function typed() {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !NOT_TEXT.has(name)));
}
// What the server sent: a slow network lets people type before this file runs.
function served() {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NOT_TEXT.has(field.name)) continue;
    if (field.tagName === "SELECT") values[field.name] = ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
    else if (field.type !== "checkbox") values[field.name] = field.defaultValue;
    else if (field.defaultChecked) values[field.name] = field.value;
  }
  return values;
}
// Blanks around a text and empty fields are nothing that could be lost.
function tidy(values) {
  return JSON.stringify(Object.entries(values).map(([name, value]) => [name, value.replaceAll("\r\n", "\n").trim()]).filter(([, value]) => value));
}
const loaded = tidy(served());

function readDraft(key = draftKey) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}
// A page that is being left after its draft was dropped must not write it once more.
let isDropped = false;
function dropDraft() {
  isDropped = true;
  localStorage.removeItem(draftKey);
}
function writeDraft(extra = {}) {
  if (isDropped) return;
  const values = typed();
  if (tidy(values) === loaded && form.dataset.state === "stored") {
    localStorage.removeItem(draftKey);
    return;
  }
  try {
    localStorage.setItem(draftKey, JSON.stringify({ version: draftVersion, at: Date.now(), values, ...extra }));
    saveState.textContent = navigator.onLine ? "✓ Còn giữ trên máy này, chưa lưu" : "✓ Giữ trên máy này, chưa có mạng";
  } catch { saveState.textContent = "Máy này không giữ được bản nháp: hãy bấm Lưu"; }
}

function fill(values) {
  for (const name of Object.keys(values)) {
    const match = /^(agenda|doc|res|task|prop)-new(\d+)-/.exec(name);
    while (match && !form.elements[name] && addRow(form.querySelector(`[data-rows=${match[1]}]`)));
  }
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "version" || field.type === "submit") continue;
    if (field.type === "checkbox") field.checked = field.name in values;
    else if (field.name in values) field.value = values[field.name];
  }
}

function clock(time) {
  return new Date(time).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
}

function offerDraft() {
  if (form.dataset.state === "typed") return;
  const draft = readDraft();
  if (draft?.version === version) {
    fill(draft.values);
    askScore();
    notify(`Đã lấy lại những gì đồng chí gõ lúc ${clock(draft.at)} mà chưa lưu. `, {
      "Bỏ bản trên máy": () => { dropDraft(); form.reset(); location.reload(); },
    });
    return;
  }
  if (draft) {
    // Sent, and the newer version is by the same person: the server has taken it.
    const isTaken = draft.sent && (form.dataset.saver ?? form.dataset.user) === form.dataset.user;
    localStorage.removeItem(draftKey);
    if (!isTaken) localStorage.setItem(olderKey, JSON.stringify(draft));
  }
  const older = readDraft(olderKey);
  if (!older) return;
  notify(`Trên máy này còn bản gõ lúc ${clock(older.at)} chưa lưu, sau đó bản ghi đã được lưu lại. `, {
    "Xem lại bản trên máy": () => {
      fill(older.values);
      form.elements.version.value = draftVersion = older.version;
      writeDraft();
      refresh();
    },
    "Bỏ bản trên máy": () => {},
  }, () => localStorage.removeItem(olderKey));
}
function notify(sentence, choices, afterwards = () => {}) {
  const notice = document.getElementById("draft-notice");
  notice.hidden = false;
  notice.textContent = sentence;
  for (const [label, choose] of Object.entries(choices)) {
    const button = document.createElement("button");
    button.type = "button"; button.className = "link"; button.textContent = label;
    button.addEventListener("click", () => { choose(); afterwards(); notice.hidden = true; });
    notice.append(button, " ");
  }
}
document.querySelector("[data-drop-draft]")?.addEventListener("click", dropDraft);

// ---- Rows that are added ------------------------------------------------------------------
function addRow(part) {
  const last = part.querySelector("[data-row]:last-of-type");
  const row = last.cloneNode(true);
  const prefix = /^([a-z]+)-([^-]+)-/.exec(last.querySelector("[name]").name);
  const numbers = [...part.querySelectorAll("[name]")].map((field) => /-new(\d+)-/.exec(field.name)).filter(Boolean).map((m) => Number(m[1]));
  const next = `${prefix[1]}-new${Math.max(0, ...numbers) + 1}-`;
  for (const error of row.querySelectorAll(".error")) error.remove();
  for (const field of row.querySelectorAll("[name]")) {
    field.name = next + field.name.split("-").slice(2).join("-");
    field.removeAttribute("aria-invalid");
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  last.after(row);
  return row;
}
const ADD = { agenda: "Thêm nội dung", doc: "Thêm văn bản", res: "Thêm nghị quyết, kết luận", task: "Thêm việc", prop: "Thêm kiến nghị" };
for (const part of form.querySelectorAll("[data-rows]")) {
  const button = document.createElement("button");
  button.type = "button"; button.className = "btn add"; button.textContent = `+ ${ADD[part.dataset.rows]}`;
  button.addEventListener("click", () => addRow(part).querySelector("input, textarea, select").focus());
  part.after(button);
}

// ---- The roll: one tap ----------------------------------------------------------------------
const CYCLE = ["p", "e", "u"];
const rollButtons = new Map();
for (const select of form.querySelectorAll(".roll select")) {
  const button = document.createElement("button");
  button.type = "button";
  rollButtons.set(select, button);
  button.addEventListener("click", () => {
    const codes = [...select.options].map((option) => option.value).filter((code) => CYCLE.includes(code) || ["x", "d"].includes(code));
    select.value = codes[(codes.indexOf(select.value) + 1) % codes.length];
    select.dispatchEvent(new Event("input", { bubbles: true }));
  });
  select.after(button);
  select.hidden = true;
}

function showRoll() {
  const count = { p: 0, e: 0, u: 0, x: 0, a: 0, d: 0 };
  for (const [select, button] of rollButtons) {
    const code = select.value, label = select.selectedOptions[0].text;
    count[code] += 1;
    button.className = `state ${code}`;
    button.textContent = label;
    button.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${label}. Bấm để đổi.`);
    const why = select.closest("li").querySelector("input");
    why.style.display = "eua".includes(code) ? "" : "none";
    const spoke = form.elements[`spoke-${select.name.slice(7)}`];
    spoke.closest("li").hidden = code !== "p" && !spoke.checked;
  }
  const expected = count.p + count.e + count.u;
  const rate = expected ? (100 * count.p) / expected : 0;
  document.getElementById("tally").hidden = false;
  document.getElementById("tally-count").textContent = `${count.p}/${expected}`;
  const parts = [[count.e, "có lý do"], [count.u, "không lý do"], [count.x, "miễn"], [count.a, "tạm vắng"], [count.d, "đình chỉ"]];
  document.getElementById("tally-text").textContent = [`phải dự có mặt, đạt ${rate.toFixed(1).replace(".", ",")} %`, ...parts.filter(([n]) => n).map(([n, what]) => `${n} ${what}`)].join(" · ");
  document.getElementById("tally-bar").style.width = `${rate}%`;
  const spoke = form.querySelectorAll(".spoke input:checked").length;
  document.getElementById("spoke-count").textContent = spoke ? `${spoke} người` : "";
}

// ---- The score while typing: the server counts, so that there is one way to count -------------
let asking = null;
async function askScore() {
  if (!document.getElementById("total")) return;
  asking?.abort();
  asking = new AbortController();
  let score;
  try {
    const answer = await fetch(form.dataset.score, { method: "POST", body: new FormData(form), signal: asking.signal });
    if (!answer.ok) return;
    score = await answer.json();
  } catch { return; }
  for (const [code, line] of Object.entries(score.criteria)) {
    const row = form.querySelector(`.criteria li[data-code="${CSS.escape(code)}"]`);
    if (!row) continue;
    row.querySelector("output").textContent = line.points;
    const fact = row.querySelector("small");
    if (fact) fact.textContent = line.fact;
    let error = row.querySelector(".error");
    if (!error && line.error) { error = document.createElement("span"); error.className = "error"; row.append(error); }
    if (error && line.error) error.textContent = line.error;
    else error?.remove();
  }
  for (const [code, points] of Object.entries(score.groups ?? {})) {
    const output = form.querySelector(`[data-group="${CSS.escape(code)}"]`);
    if (output) output.textContent = points;
  }
  if (!score.total) return;
  document.getElementById("total-points").textContent = score.total;
  document.getElementById("total-applicable").textContent = score.applicable ? `${score.applicable} →` : "";
  const remark = document.getElementById("total-remark");
  remark.textContent = score.remark;
  remark.hidden = !score.remark;
  const rank = document.getElementById("total-rank");
  rank.textContent = score.rank;
  rank.className = `badge ${score.level}`;
  document.getElementById("total-missing").textContent = score.missing ? `còn ${score.missing} tiêu chí chưa chấm` : "";
}

// ---- Steps ------------------------------------------------------------------------------------
const steps = [...form.querySelectorAll(".step")];
const nextButton = document.getElementById("next-button");
const narrow = matchMedia("(max-width: 979px)");

function show(anchor) {
  const index = Math.max(0, steps.findIndex((step) => step.id === anchor));
  steps.forEach((step, place) => step.classList.toggle("current", place === index));
  const following = steps[index + 1];
  nextButton.textContent = !narrow.matches ? "Lưu, xem lại để nộp" : following ? `Tiếp: ${following.dataset.title}` : "Xem lại để nộp";
  nextButton.value = narrow.matches && following ? following.id : "submit";
  for (const link of document.querySelectorAll(".path a")) {
    if (link.hash === `#${steps[index].id}`) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
  }
  for (const id of ["save-button", "enter-button"]) document.getElementById(id).value = steps[index].id;
}
function start() {
  const wrong = form.querySelector("[aria-invalid=true], .error");
  const anchor = wrong ? wrong.closest(".step").id : location.hash.slice(1) || document.querySelector(".path .now a")?.hash.slice(1) || "plan";
  show(anchor);
  if (wrong) wrong.scrollIntoView({ block: "center" });
  else if (narrow.matches) scrollTo(0, 0);
}
addEventListener("hashchange", () => { show(location.hash.slice(1)); if (narrow.matches) scrollTo(0, 0); });
narrow.addEventListener("change", () => show(form.querySelector(".step.current")?.id));
document.querySelector("[data-first-error]")?.addEventListener("click", (event) => { event.preventDefault(); start(); });

// ---- Sending ------------------------------------------------------------------------------------
let sending = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  sending = true;
  const submitter = event.submitter ?? document.getElementById("save-button");
  clearTimeout(draftTimer);
  writeDraft();
  saveState.textContent = "Đang gửi…";
  // A page that is left while the network is away would be lost to the browser's error page.
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) }).catch(() => null);
  sending = false;
  if (!answer?.ok) {
    saveState.textContent = "✓ Giữ trên máy này, chưa có mạng";
    const following = steps.find((step) => step.id === submitter.value);
    if (following) location.hash = following.id;
    return;
  }
  if (readDraft()) writeDraft({ sent: true, version: Number(form.elements.version.value) });
  const then = document.createElement("input");
  then.type = "hidden"; then.name = "then"; then.value = submitter.value;
  form.append(then);
  form.submit();
  sending = true;
});
addEventListener("pageshow", () => { sending = isDropped = false; form.querySelector("input[name=then]")?.remove(); });
addEventListener("online", () => { if (readDraft()) saveState.textContent = "Đã có mạng lại: bấm nút bên để lưu"; });

// ---- Together -----------------------------------------------------------------------------------
let draftTimer, scoreTimer;
function refresh() {
  showRoll();
  clearTimeout(draftTimer); clearTimeout(scoreTimer);
  draftTimer = setTimeout(writeDraft, 250);
  scoreTimer = setTimeout(askScore, 500);
}
form.addEventListener("input", refresh);
addEventListener("pagehide", () => { if (!sending) writeDraft(); });
offerDraft();
showRoll();
start();
