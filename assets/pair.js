/* Two maps of one view, before and after: they move together, and each says its year. */
(function () {
  "use strict";

  const NAMES = ["map", "map2"];
  const linked = new WeakSet();

  /* What Plotly calls the maps of the page, the first one first. */
  const names = (gd) => NAMES.filter((name) => gd?._fullLayout?.[name]?._subplot?.map);

  /* The renderer's own map objects. */
  const renderers = (gd) => names(gd).map((name) => gd._fullLayout[name]._subplot.map);

  /* A change of the camera, said of every map. */
  function forEach(gd, camera) {
    const changes = Object.entries(camera);
    return Object.fromEntries(names(gd).flatMap((name) => changes.map(([key, value]) => [`${name}.${key}`, value])));
  }

  /* Where one map went the other goes, for the renderer and for Plotly, which would else put it back. */
  function carry(gd, moved) {
    if (names(gd).length < 2) return;
    const { lng: lon, lat } = moved.getCenter();
    const zoom = moved.getZoom();
    for (const name of names(gd)) {
      const layout = gd._fullLayout[name];
      for (const one of [layout, layout._input]) Object.assign(one, { center: { lon, lat }, zoom });
      const { map } = layout._subplot;
      if (map !== moved) map.jumpTo({ center: [lon, lat], zoom });
    }
  }

  /* Only what the reader's hand does is passed on (the wheel is noted by Plotly alone). A jump has no hand behind it, so
     that nothing comes back as an echo. */
  function link(gd) {
    // Dash keeps of a figure what Plotly says was changed, and Plotly speaks of one map: before Dash hears it, it is said
    // of both.
    if (!linked.has(gd)) {
      linked.add(gd);
      gd._ev.prependListener("plotly_relayout", (event) => {
        const moved = NAMES.find((name) => `${name}.center` in event);
        if (moved) Object.assign(event, forEach(gd, { center: event[`${moved}.center`], zoom: event[`${moved}.zoom`] }));
      });
    }
    for (const name of names(gd)) {
      const subplot = gd._fullLayout[name]._subplot;
      const { map } = subplot;
      if (linked.has(map)) continue;
      linked.add(map);
      map.on("move", (event) => (event.originalEvent || subplot.wheeling) && carry(gd, map));
    }
  }

  /* Beside two maps lies no sea, and on each stands what it shows. */
  function caption(view) {
    const canvas = document.getElementById("canvas");
    for (const old of canvas.querySelectorAll(".caption")) old.remove();
    const { layout } = view.figure;
    if (view.captions.length) layout.paper_bgcolor = view.panel;
    view.captions.forEach((text, index) => {
      const { x, y } = layout[NAMES[index]].domain;
      const words = canvas.appendChild(document.createElement("div"));
      words.className = "caption";
      words.textContent = text;
      // Where reading starts.
      const edge = view.page.dir === "rtl" ? { right: `${100 * (1 - x[1])}%` } : { left: `${100 * x[0]}%` };
      Object.assign(words.style, { ...edge, bottom: `${100 * y[0]}%` });
    });
  }

  window.rawaan = Object.assign(window.rawaan || {}, { pair: { names, renderers, forEach, link, caption } });
})();
