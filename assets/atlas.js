/* The browser's half of the atlas: ask for the view in the address bar, put it on the page, remember
   where the reader has moved the map. All numbers, sentences and arrows come from the server. */
(function () {
  "use strict";

  const PAUSE = "❚❚";
  /* Slides of one slider that follow each other within this many milliseconds are one step back. */
  const RUN = 1000;
  /* What of an address is the reader's own, whatever she looks at. */
  const KEPT = ["lang", "digits"];
  /* How many of the largest flows a map can show, as in layers/view.py. */
  const TOP = [10, 40, 120, 500];
  const state = { again: 0, tuned: new WeakSet(), view: null, zoom: null, asked: 0, slide: { name: "", time: -RUN, held: null } };
  const element = (id) => document.getElementById(id);
  const plot = () => document.querySelector("#map .js-plotly-plot");

  /* The renderer's own map object: the only way to add a text halo, which Plotly does not offer. */
  const renderer = () => {
    const subplot = plot()?._fullLayout?.map?._subplot;
    return subplot && subplot.map;
  };
  const renderers = () => window.rawaan.pair.renderers(plot());

  /* Words of the script itself, in the reader's language; before the first answer there are none but this. */
  const say = (name) =>
    state.page?.say[name] ?? "The atlas did not answer. Check that it is still running, then reload the page.";

  /* Language, direction and mode of the page, and the names of its parts. */
  function setPage(page) {
    state.page = page;
    const root = document.documentElement;
    Object.assign(root, { lang: page.lang, dir: page.dir });
    root.dataset.mode = page.mode;
    for (const [id, name] of Object.entries(page.parts)) element(id)?.setAttribute("aria-label", name);
    for (const [id, text] of Object.entries(page.texts)) if (element(id).textContent !== text) element(id).textContent = text;
    const { find, nowhere, clear } = page.say;
    const labels = { search: find, no_options_found: nowhere, clear_search: clear };
    window.dash_clientside.set_props("find", { placeholder: find, labels });
  }

  const theme = () => document.documentElement.dataset.theme;

  async function fetchView(search, size) {
    const query = new URLSearchParams(search);
    query.set("width", size.width);
    query.set("height", size.height);
    query.set("theme", size.theme);
    if (size.zoom !== undefined) query.set("zoom", size.zoom);
    if (size.centre !== undefined) query.set("centre", size.centre);
    const answer = await fetch("view.json?" + query, { headers: { Accept: "application/json" } }).catch(() => null);
    const body = await answer?.json().catch(() => null);
    if (!body) throw new Error(say("silent"));
    if (!answer.ok) throw new Error(body.message);
    await window.rawaan.cells.prepare(body);
    return body;
  }

  /* What opens in a frame of its own; a change of anything else leaves the map where it is. */
  const frameKey = (query) => ["question", "place", "frame", "data", "form"].map((name) => query.get(name)).join("/");

  const sayCamera = ({ center, zoom }) => [center.lon.toFixed(3), center.lat.toFixed(3), zoom.toFixed(2)].join(",");

  function isHome(camera, home) {
    const close = 4 / 2 ** home.zoom;
    return (
      Math.abs(camera.center.lon - home.lon) < close &&
      Math.abs(camera.center.lat - home.lat) < close &&
      Math.abs(camera.zoom - home.zoom) < 0.02
    );
  }

  /* Exactly where the map is, if that is what the address says (rounded); else where the view opens. */
  function chooseCamera(view, sameFrame) {
    const camera = plot()?._fullLayout?.map;
    if (!camera) return {};
    const at = new URLSearchParams(window.location.search).get("at");
    const here = isHome(camera, view.camera) ? null : sayCamera(camera);
    const stays = at === here || (sameFrame && renderers().some((map) => map.isMoving()));
    return stays ? { center: { ...camera.center }, zoom: camera.zoom } : {};
  }

  function showFault(message) {
    const card = element("fault");
    element("fault-text").textContent = message || "";
    card.hidden = !message;
  }

  async function draw(search, size) {
    const none = window.dash_clientside.no_update;
    const nothing = Array(7).fill(none);
    if (!size) return nothing;
    // A new question or place, or an address that names another spot, opens in its own frame: where the map was before
    // says nothing about it.
    const key = frameKey(new URLSearchParams(search || ""));
    const at = new URLSearchParams(window.location.search).get("at");
    const sameFrame = key === state.key && at === state.at;
    if (!sameFrame) size = { ...size, zoom: undefined, centre: undefined };
    Object.assign(state, { key, at });
    // The page's router has not heard of where the reader moved the map: the address knows.
    const wanted = size.zoom === undefined ? window.location.search : search || "";
    const turn = ++state.asked;
    const slow = setTimeout(() => document.body.classList.add("waiting"), 200);
    try {
      const view = await fetchView(wanted, size);
      if (turn !== state.asked) return nothing;
      showFault("");
      const { map, map2 } = view.figure.layout;
      for (const one of [map, map2]) if (one) Object.assign(one, chooseCamera(view, sameFrame));
      if (!map) view.figure.layout.dragmode = false;
      window.rawaan.pair.caption(view);
      window.rawaan.names.put(view);
      state.view = view;
      state.zoom = view.drawn_zoom;
      state.settling = true;
      document.title = view.title;
      setPage(view.page);
      element("print-address").textContent = window.location.href;
      state.search = search || "";
      const { held } = state.slide;
      if (held) sayHeld(view);
      const part = (name) => (name === held ? none : view[name]);
      return [view.figure, view.finding, part("details"), part("controls"), view.legend, view.questions, view.tools];
    } catch (fault) {
      if (turn === state.asked) {
        showFault(fault.message);
        document.body.classList.remove("waiting");
      }
      return nothing;
    } finally {
      clearTimeout(slow);
    }
  }

  /* The reader waits for the map, not for the numbers: it is done when the renderer has drawn everything. */
  function settle() {
    const map = renderer();
    const isPlot = state.view && !state.view.figure.layout.map;
    if (!state.settling || (!map && !isPlot)) return;
    state.settling = false;
    const turn = state.asked;
    const done = () => turn === state.asked && document.body.classList.remove("waiting");
    const late = renderers().filter((one) => !one.loaded());
    if (!late.length) return void done();
    document.body.classList.add("waiting");
    Promise.all(late.map((one) => one.once("idle"))).then(done);
  }

  const write = (query) => query.toString().replaceAll("%2C", ",");

  /* A control in the same frame keeps the map where the reader has moved it since the link was made. */
  function follow(link) {
    const query = new URLSearchParams(link.search);
    const here = new URLSearchParams(window.location.search);
    // The way home knows no language: the reader's is kept.
    if (link.getAttribute("href") === ".") for (const name of KEPT) if (here.has(name)) query.set(name, here.get(name));
    // A link that moves the map says where to: where the reader has been is of no account.
    const moves = link.dataset.view === "moves";
    if (!moves && link.closest("#controls, #details, #tools") && frameKey(query) === frameKey(here)) {
      query.delete("at");
      if (here.has("at")) query.set("at", here.get("at"));
    }
    go(write(query));
  }

  function go(query) {
    state.slide.name = "";
    const search = query ? "?" + query : "";
    // A tap comes as two clicks.
    if (search === window.location.search) return;
    window.history.pushState({}, "", search || window.location.pathname);
    // The page's router knows nothing of where the reader moved the map, and sees no change in going back from there.
    if (search === state.search) setScreen({ again: ++state.again });
    else window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* A slider's value becomes part of the address, and the view follows. A drag, a run of key strokes and a play are
     one entry of the history each. */
  function slide(name, value) {
    const query = new URLSearchParams(window.location.search);
    query.set(name, value);
    const text = "?" + write(query);
    if (text === window.location.search) return;
    const { held, time } = state.slide;
    const goesOn = state.slide.name === name && (held || state.playing || performance.now() - time < RUN);
    window.history[goesOn ? "replaceState" : "pushState"]({}, "", text);
    Object.assign(state.slide, { name, time: performance.now() });
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* A new view brings new controls, which would take a slider out of the reader's hand: its part of the page waits until
     she lets go, and only what the slider says is changed. */
  function sayHeld(view) {
    const find = (node, fits) => {
      if (Array.isArray(node)) return node.map((one) => find(one, fits)).find(Boolean);
      return node?.props && (fits(node) ? node : find(node.props.children, fits));
    };
    const isRail = (node) => node.props["data-name"] === state.slide.name;
    const isSlider = (node) => node.props.className?.includes("slider") && find(node.props.children, isRail);
    const slider = find(view[state.slide.held], isSlider);
    const output = document.querySelector(`.slider:has(input[name=${state.slide.name}]) output`);
    if (slider && output) output.textContent = find(slider, (node) => node.type === "Output").props.children;
    state.withheld = state.slide.held;
  }

  function letGo() {
    state.slide.held = null;
    const name = state.withheld;
    state.withheld = null;
    // Where another view is still to come, it brings the part.
    if (name && state.search === window.location.search) {
      window.dash_clientside.set_props(name, { children: state.view[name] });
    }
  }

  /* Range inputs live in rails that the server leaves empty. */
  function layRails() {
    for (const rail of document.querySelectorAll(".rail")) {
      const { name, min, max, step, value, label } = rail.dataset;
      const old = rail.querySelector("input");
      const slider = old ?? rail.appendChild(document.createElement("input"));
      if (slider.dataset.value === value && slider.name === name) continue;
      Object.assign(slider, { type: "range", name, min, max, step });
      slider.value = value;
      slider.setAttribute("aria-label", label);
      slider.setAttribute("aria-valuetext", rail.parentElement.querySelector("output").textContent);
      slider.dataset.value = value;
      rail.closest(".slider").classList.toggle("moving", slider.value !== value);
    }
    // Only where it differs: this runs whenever the page changes, and a write is a change.
    for (const button of document.querySelectorAll("[data-play]")) {
      if (state.playing && button.textContent !== PAUSE) markPlayer(button, PAUSE);
    }
  }

  function markPlayer(button, text) {
    button.textContent = text;
    button.setAttribute("aria-pressed", String(text === PAUSE));
  }

  function stopPlaying() {
    clearInterval(state.playing);
    state.playing = null;
    document.querySelectorAll("[data-play]").forEach((button) => markPlayer(button, "▶"));
  }

  /* One value after the other, no faster than it can be read. */
  function play(button) {
    if (state.playing) return stopPlaying();
    const step = () => {
      const now = document.querySelector(`.rail input[name=${button.dataset.play}]`);
      if (!now) return stopPlaying();
      if (document.body.classList.contains("waiting")) return;
      const next = Number(now.value) + Number(now.step);
      slide(now.name, next > Number(now.max) ? Math.max(1, Number(now.min)) : next);
    };
    state.slide.name = "";
    step();
    state.playing = setInterval(step, 1100);
    markPlayer(button, PAUSE);
  }

  /* The reader's place on the page, since each view brings new links and sliders: what has the focus, and whether the
     options are unfolded. */
  const sayName = (one) => one.name || one.textContent;
  const findTwins = (part, one) => [...part.querySelectorAll(one.tag)].filter((other) => sayName(other) === one.name);

  function noteFocus(target) {
    const part = target.closest("#questions, #controls, #details");
    state.focus = part && { part: part.id, tag: target.tagName, name: sayName(target) };
    if (part) state.focus.index = findTwins(part, state.focus).indexOf(target);
  }

  function keepPlace() {
    const more = document.querySelector("details.more");
    if (state.unfolded && more && !more.open) more.open = true;
    if (!state.focus || document.activeElement !== document.body) return;
    findTwins(element(state.focus.part), state.focus)[state.focus.index]?.focus({ preventScroll: true });
  }

  /* On a narrow screen the questions stand in a strip: the current one is brought into sight. */
  function showCurrent() {
    const strip = element("questions");
    const link = strip?.querySelector("[aria-current]");
    if (!link || link.textContent === state.current) return;
    state.current = link.textContent;
    const [outer, inner] = [strip, link].map((one) => one.getBoundingClientRect());
    strip.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  function openPlace(code) {
    const query = new URLSearchParams(window.location.search);
    query.delete("at");
    // What if, city fringe and matrix stay what they are: only their subject changes.
    if (!["whatif", "spill"].includes(query.get("question"))) query.delete("question");
    query.set("place", code);
    go(query.toString());
  }

  /* Labels get a halo in the map's own colour, and none is left out: the server has placed them clear of each other.
     Both survive until the label layer is made anew. */
  function addHalo() {
    for (const map of state.view ? renderers() : []) {
      for (const layer of map.getStyle()?.layers ?? []) {
        if (layer.type !== "symbol" || map.getPaintProperty(layer.id, "text-halo-width")) continue;
        map.setPaintProperty(layer.id, "text-halo-color", state.view.halo);
        map.setPaintProperty(layer.id, "text-halo-width", 1.5);
        map.setLayoutProperty(layer.id, "text-allow-overlap", true);
      }
    }
  }

  function highlight(key) {
    const gd = plot();
    const view = state.view;
    if (!gd || !view || view.flow_trace === null) return;
    const index = key === null ? -1 : view.flow_keys.indexOf(key);
    const chosen = index < 0 ? null : [index];
    window.Plotly.restyle(gd, { selectedpoints: [chosen] }, [view.flow_trace]);
  }

  /* The camera stands in the address only where the reader has moved it from the opening frame. */
  function writeCamera(camera) {
    const query = new URLSearchParams(window.location.search);
    if (isHome(camera, state.view.camera)) query.delete("at");
    else query.set("at", sayCamera(camera));
    state.at = query.get("at");
    const text = write(query);
    window.history.replaceState(window.history.state, "", text ? "?" + text : window.location.pathname);
  }

  /* Arrows keep their width on screen: past half a zoom step they are drawn anew for the new zoom. */
  function followCamera() {
    const gd = plot();
    const camera = gd?._fullLayout?.map;
    if (!state.view) return;
    if (gd._fullLayout.xaxis && !state.view.figure.layout.map) return followMatrix(gd);
    if (!camera) return;
    writeCamera(camera);
    const { cells } = state.view;
    if (cells) {
      if (Math.abs(camera.zoom - state.zoom) >= 0.4 || leaves(cells.bounds)) {
        // Rounded, so that views of nearly the same land are one to the server; never by more than a few dozen pixels.
        const digits = camera.zoom < 11 ? 2 : 4;
        const centre = [camera.center.lon, camera.center.lat].map((degrees) => degrees.toFixed(digits)).join(",");
        setScreen({ zoom: Math.round(camera.zoom * 10) / 10, centre });
      }
    } else if (Math.abs(camera.zoom - state.zoom) >= 0.4) {
      state.zoom = Math.round(camera.zoom * 2) / 2;
      setScreen({ zoom: state.zoom });
    }
  }

  /* Whether the map shows land that no cells were sent for. */
  function leaves([west, south, east, north]) {
    const seen = renderer()?.getBounds();
    if (!seen) return false;
    return seen.getWest() < west || seen.getEast() > east || seen.getSouth() < south || seen.getNorth() > north;
  }

  function zoomBy(step) {
    const gd = plot();
    if (!gd || !state.view) return;
    const { map, xaxis, yaxis } = gd._fullLayout;
    if (state.view.figure.layout.map) return void window.Plotly.relayout(gd, window.rawaan.pair.forEach(gd, { zoom: map.zoom + step }));
    const closer = (name, [from, to]) => {
      const middle = (from + to) / 2;
      const half = (to - from) / 2 / 2 ** step;
      return keepInside(name, [middle - half, middle + half]);
    };
    const ranges = { "xaxis.range": closer("xaxis", xaxis.range), "yaxis.range": closer("yaxis", yaxis.range) };
    window.Plotly.relayout(gd, ranges);
  }

  /* A part of the matrix, moved so that nothing of it lies past the edge, and no larger than the whole. */
  function keepInside(name, [from, to]) {
    const [first, last] = state.view.figure.layout[name].range;
    const half = Math.min(Math.abs(to - from), Math.abs(last - first)) / 2;
    const [least, most] = [Math.min(first, last) + half, Math.max(first, last) - half];
    const middle = Math.min(Math.max((from + to) / 2, least), most);
    return first < last ? [middle - half, middle + half] : [middle + half, middle - half];
  }

  /* The whole matrix stands still, so that a finger on it scrolls the page; a part of it can be dragged. */
  function followMatrix(gd) {
    const layout = gd._fullLayout;
    const changes = {};
    let whole = true;
    for (const name of ["xaxis", "yaxis"]) {
      const { range } = layout[name];
      const kept = keepInside(name, range);
      if (kept.some((edge, index) => Math.abs(edge - range[index]) > 0.01)) changes[`${name}.range`] = kept;
      const [first, last] = state.view.figure.layout[name].range;
      whole = whole && Math.abs(Math.abs(kept[1] - kept[0]) - Math.abs(last - first)) < 0.01;
    }
    const dragmode = whole ? false : "pan";
    if (layout.dragmode !== dragmode) changes.dragmode = dragmode;
    if (Object.keys(changes).length) window.Plotly.relayout(gd, changes);
  }

  function setScreen(changes) {
    // On paper the map is the screen's, scaled: nothing is asked anew.
    if (window.matchMedia("print").matches) return;
    const canvas = element("canvas");
    const round = (length) => Math.max(240, Math.round(length / 20) * 20);
    // In print the map keeps its size on screen and is scaled to its column of 178 mm.
    document.documentElement.style.setProperty("--print-scale", Math.min(1, 672 / canvas.clientWidth));
    document.documentElement.style.setProperty("--screen-width", `${canvas.clientWidth}px`);
    document.documentElement.style.setProperty("--screen-height", `${canvas.clientHeight}px`);
    const data = { width: round(canvas.clientWidth), height: round(canvas.clientHeight), theme: theme(), ...changes };
    const text = JSON.stringify(data);
    if (text === state.screen) return;
    state.screen = text;
    window.dash_clientside.set_props("screen", { data });
  }

  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    window.localStorage.setItem("rawaan-theme", name);
    setScreen({});
  }

  async function copyLink() {
    await navigator.clipboard.writeText(window.location.href);
    const button = element("copy");
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = say("copy"); }, 1500);
  }

  /* Into the mode for a screen on a wall, and back; the browser fills the screen where it may. */
  function present() {
    const query = new URLSearchParams(window.location.search);
    const leaves = query.get("mode") === "present";
    if (leaves) query.delete("mode");
    else query.set("mode", "present");
    if (leaves && document.fullscreenElement) document.exitFullscreen();
    else if (!leaves) document.documentElement.requestFullscreen?.().catch(() => null);
    go(write(query));
  }

  const actions = {
    copy: copyLink,
    theme: () => setTheme(theme() === "dark" ? "light" : "dark"),
    "zoom-in": () => zoomBy(1),
    "zoom-out": () => zoomBy(-1),
    present,
    "zoom-home": () => {
      const query = new URLSearchParams(window.location.search);
      query.delete("at");
      window.history.replaceState({}, "", "?" + query);
      const { camera, figure } = state.view;
      if (!figure.layout.map) {
        const { xaxis, yaxis } = figure.layout;
        window.Plotly.relayout(plot(), { "xaxis.range": [...xaxis.range], "yaxis.range": [...yaxis.range] });
        return;
      }
      const { lon, lat, zoom } = camera;
      window.Plotly.relayout(plot(), window.rawaan.pair.forEach(plot(), { center: { lon, lat }, zoom }));
    },
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      follow(link);
    }
    const player = event.target.closest("[data-play]");
    if (player) play(player);
    else if (state.playing && event.target.closest("a, button, input, [role=option]")) stopPlaying();
    const action = event.target.closest("[id]");
    if (action && actions[action.id]) actions[action.id]();
    const open = document.querySelector("details.more[open]");
    state.unfolded = Boolean(open?.contains(event.target) && link);
    if (open && !open.contains(event.target)) open.removeAttribute("open");
  });
  const findSlider = (event) => event.target.closest?.(".rail input");
  document.addEventListener("pointerdown", (event) => {
    state.focus = null;
    state.pressed = true;
    const slider = findSlider(event);
    if (!slider) return;
    if (state.playing) stopPlaying();
    Object.assign(state.slide, { name: "", held: slider.closest("#controls, #details").id });
  });
  // The finger was there to scroll the page, though Plotly takes it for a click.
  document.addEventListener("pointercancel", () => { state.pressed = false; });
  for (const kind of ["pointerup", "pointercancel", "blur"]) {
    // Later, because the slider's own "change" is still to come.
    window.addEventListener(kind, () => setTimeout(letGo));
  }
  document.addEventListener("input", (event) => {
    const slider = findSlider(event);
    if (!slider) return;
    if (state.playing) stopPlaying();
    slider.closest(".slider").classList.add("moving");
    // The view follows the hand as fast as it can be drawn.
    if (!state.settling && !document.body.classList.contains("waiting")) slide(slider.name, slider.value);
  });
  document.addEventListener("change", (event) => {
    const slider = findSlider(event);
    if (!slider) return;
    slider.closest(".slider").classList.toggle("moving", slider.value !== slider.dataset.value);
    slide(slider.name, slider.value);
  });
  window.addEventListener("popstate", () => {
    state.slide.name = "";
    if (state.playing) stopPlaying();
  });
  document.addEventListener("focusin", (event) => noteFocus(event.target));
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const bar = event.target.closest("[data-flow]");
      if (bar) highlight(bar.dataset.flow);
      else if (state.lit) highlight(null);
      state.lit = Boolean(bar);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [role=listbox], [role=combobox]")) return;
    const steps = { "+": 0.5, "=": 0.5, "-": -0.5 };
    if (event.key in steps && !event.ctrlKey && !event.metaKey) zoomBy(steps[event.key]);
    if (event.key === "Escape") {
      if (document.documentElement.dataset.mode === "present") present();
      state.unfolded = false;
      document.querySelector("details.more[open]")?.removeAttribute("open");
    }
  });

  /* The renderer is made anew when a map follows a matrix. */
  function tuneMap() {
    // To who does not see it the plot is what the view is called, and each map what the finding says.
    const labels = { role: "group", "aria-label": state.view?.title ?? "" };
    for (const [name, text] of Object.entries(labels)) plot().setAttribute(name, text);
    for (const map of renderers()) {
      map.getCanvas().setAttribute("aria-label", state.page?.parts.map ?? "");
      map.getCanvas().setAttribute("aria-describedby", "finding");
      window.rawaan.names.watch(map);
      if (state.tuned.has(map)) continue;
      state.tuned.add(map);
      map.dragRotate?.disable();
      map.touchZoomRotate?.disableRotation();
      // On a phone one finger scrolls the page, two move the map.
      if (window.matchMedia("(max-width: 1005px) and (pointer: coarse)").matches) map.cooperativeGestures?.enable();
    }
    window.rawaan.present.sharpen();
    window.rawaan.pair.link(plot());
  }

  /* A flow of the matrix, of this rank among those to its destination: its arrow is lit on the map. */
  function openFlow(code, rank) {
    const query = new URLSearchParams(window.location.search);
    for (const name of ["question", "form", "sort", "at", "direction", "data"]) query.delete(name);
    query.set("place", code.split(">")[1]);
    const top = TOP.find((count) => count >= rank);
    if (top > (Number(query.get("top")) || 40)) query.set("top", top);
    state.lighten = code;
    // The cell's hover would stay on the map that follows.
    window.Plotly.Fx.unhover(plot());
    go(query.toString());
  }

  function attach(gd) {
    gd.on("plotly_click", (event) => {
      const point = event.points?.[0];
      if (!point || !state.pressed) return;
      const codes = point.data.meta;
      if (point.data.type === "heatmap") {
        const [row, column] = point.pointNumber;
        const { customdata: people } = point.data;
        const rank = people.filter((one, index) => index !== column && one[column] >= people[row][column]).length;
        openFlow(`${codes[row]}>${codes[column]}`, rank);
      } else if (point.data.name === "cells") return;
      else if (point.customdata) openPlace(String(point.customdata));
    });
    // A window of another size is no move of the reader's.
    gd.on("plotly_relayout", (event) => "autosize" in event || followCamera());
    gd.on("plotly_afterplot", () => {
      tuneMap();
      addHalo();
      if (state.view?.cells) renderers().forEach((map) => window.rawaan.cells.fade(map, gd, state.view.cells.fade));
      settle();
      if (state.lighten && state.view?.figure.layout.map && gd.data === state.view.figure.data) {
        highlight(state.lighten);
        state.lighten = null;
      }
    });
    tuneMap();
    addHalo();
    settle();
  }

  function start() {
    const canvas = element("canvas");
    if (!canvas || !window.dash_clientside?.set_props) {
      requestAnimationFrame(start);
      return;
    }
    new ResizeObserver(() => setScreen({})).observe(canvas);
    const refit = () => {
      layRails();
      keepPlace();
      showCurrent();
    };
    new MutationObserver(refit).observe(document.querySelector(".page"), {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-value", "data-name", "aria-current"],
    });
    const watch = setInterval(() => {
      const gd = plot();
      if (!gd?.on || !state.view || (state.view.figure.layout.map && !renderer())) return;
      clearInterval(watch);
      attach(gd);
    }, 100);
  }
  start();

  window.rawaan = Object.assign(window.rawaan || {}, { state, renderer, renderers, plot, say, showFault });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.rawaan = {
    draw,
    find(code) {
      if (code) openPlace(code);
      return null;
    },
  };
})();
