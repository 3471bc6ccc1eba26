/* What opens over the page: files to take away, briefings, the map as a table. The server fills it for the view that
   is in the address bar; a long export is watched here, and can be cancelled. */
(function () {
  "use strict";

  const PAUSE = 400;
  const job = { address: null, running: false, turn: 0, watch: null };
  const element = (id) => document.getElementById(id);
  const say = (name) => window.rawaan.say(name);

  async function open(name) {
    const query = new URLSearchParams(window.location.search);
    query.set("name", name);
    document.body.classList.add("waiting");
    try {
      const answer = await fetch(`dialog.json?${query}`);
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.message);
      window.dash_clientside.set_props("dialog-content", { children: body.children });
      element("dialog").dataset.name = name;
      if (!element("dialog").open) element("dialog").showModal();
      element("dialog").scrollTop = 0;
    } catch (fault) {
      window.rawaan.showFault(fault.message);
    } finally {
      document.body.classList.remove("waiting");
    }
  }

  function close() {
    cancel();
    element("dialog").close();
  }

  /* Read the form of an export from the elements that the server has laid out. */
  const chosen = (name) => element("dialog").querySelector(`[data-field="${name}"] input:checked`)?.value;

  /* Dash has no plain radio button: the labels bring their values, the inputs are put into them. */
  function layRadios() {
    for (const label of document.querySelectorAll("#dialog label[data-value]")) {
      if (label.querySelector("input")) continue;
      const { value, checked } = label.dataset;
      const name = label.closest("[data-field]").dataset.field;
      const radio = Object.assign(document.createElement("input"), { type: "radio", name, value, checked: checked === "yes" });
      label.prepend(radio);
    }
    showLayers();
    element("dialog").setAttribute("aria-label", element("dialog").querySelector("h2")?.textContent ?? "");
  }

  /* A format that holds one layer asks which. */
  function showLayers() {
    const format = element("dialog").querySelector('[data-field="format"] input:checked');
    const row = element("dialog").querySelector('[data-field="layer"]');
    if (!format || !row) return;
    const held = format.closest("label").dataset.layers?.split(" ").filter(Boolean) ?? [];
    row.hidden = held.length < 2;
    for (const label of row.querySelectorAll("label")) label.hidden = !held.includes(label.dataset.value);
    const checked = row.querySelector("input:checked");
    if (held.length && !held.includes(checked?.value)) row.querySelector(`label[data-value="${held[0]}"] input`).checked = true;
  }

  function report(words, share) {
    const bar = element("export-bar");
    if (!bar) return;
    bar.hidden = share === null;
    bar.firstElementChild.style.width = `${100 * (share ?? 0)}%`;
    element("export-words").textContent = words;
    element("export-cancel").hidden = share === null;
  }

  const wait = (time) => new Promise((done) => setTimeout(done, time));

  async function read(answer) {
    const body = await answer.json().catch(() => null);
    if (!body) throw new Error(say("silent"));
    if (!answer.ok) throw new Error(body.detail ?? body.message);
    return body;
  }

  async function start() {
    cancel();
    const turn = ++job.turn;
    job.running = true;
    report(say("preparing"), 0);
    const wanted = { view: window.location.search.slice(1), scope: chosen("scope"), format: chosen("format") };
    if (!element("dialog").querySelector('[data-field="layer"]').hidden) wanted.layer = chosen("layer");
    try {
      const headers = { "Content-Type": "application/json" };
      const body = await read(await fetch("api/exports", { method: "POST", headers, body: JSON.stringify(wanted) }));
      const address = `api/exports/${body.id}`;
      // Cancelled while it was asked for.
      if (turn !== job.turn) return void fetch(address, { method: "DELETE" });
      const watch = new AbortController();
      Object.assign(job, { address, watch });
      let state = body;
      while (state.state === "waiting" || state.state === "running") {
        await wait(PAUSE);
        if (turn !== job.turn) return;
        state = await read(await fetch(address, { signal: watch.signal }));
        if (turn === job.turn) report(state.words || say("preparing"), state.total ? state.done / state.total : 0);
      }
      if (turn !== job.turn) return;
      if (state.state !== "done") throw new Error(state.words);
      report(say("ready"), null);
      save(`${address}/file`);
    } catch (fault) {
      if (turn === job.turn) report(fault.message, null);
    } finally {
      if (turn === job.turn) Object.assign(job, { address: null, running: false, watch: null });
    }
  }

  function cancel() {
    if (!job.running) return;
    job.watch?.abort();
    if (job.address) fetch(job.address, { method: "DELETE" });
    Object.assign(job, { address: null, running: false, turn: job.turn + 1, watch: null });
    report(say("cancelled"), null);
  }

  function save(address) {
    const link = Object.assign(document.createElement("a"), { href: address, download: "" });
    link.click();
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent = say("copied");
  }

  function isBeside({ clientX: x, clientY: y }) {
    const { left, right, top, bottom } = element("dialog").getBoundingClientRect();
    return x < left || x > right || y < top || y > bottom;
  }

  const actions = { "dialog-close": close, "export-start": start, "export-cancel": cancel };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) return void open(opener.dataset.dialog);
    // A click beside the dialog is one on the dialog itself, past its edge.
    if (event.target.id === "dialog" && isBeside(event)) return close();
    const copier = event.target.closest("[data-copy]");
    if (copier) return void copy(copier);
    // A link to another view inside the dialog: the page behind it is what is wanted.
    if (event.target.closest("#dialog a[data-view]")) element("dialog").close();
    actions[event.target.closest("[id]")?.id]?.();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("#dialog [data-field]")) showLayers();
  });
  const watch = setInterval(() => {
    const content = element("dialog-content");
    if (!content) return;
    clearInterval(watch);
    new MutationObserver(layRadios).observe(content, { childList: true, subtree: true });
    element("dialog").addEventListener("cancel", cancel);
  }, 100);
})();
