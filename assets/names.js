/* Names in scripts that the map's renderer cannot write: it sets letters one by one, and Urdu's take their form from their
   neighbours. The browser writes them over the map, where the server has placed them, and they follow the camera. */
(function () {
  "use strict";

  const watched = new WeakSet();
  let shown = [];

  const layer = () => {
    const canvas = document.getElementById("canvas");
    return canvas.querySelector(".names") ?? canvas.appendChild(Object.assign(document.createElement("div"), { className: "names", ariaHidden: "true" }));
  };

  /* One element a name; a trace is all names that stand in the same way. */
  function put(view) {
    const box = layer();
    box.replaceChildren();
    shown = view.names.flatMap((trace) =>
      trace.text.map((text, index) => {
        const name = box.appendChild(document.createElement("span"));
        const [vertical, side] = trace.textposition.split(" ");
        const { size, weight, color } = trace.textfont;
        name.textContent = text;
        name.className = `${vertical} ${side}`;
        Object.assign(name.style, { fontSize: `${size}px`, fontWeight: weight, color });
        name.style.setProperty("--gap", `${(0.4 + trace.marker.size / 100) * size}px`);
        name.style.setProperty("--halo", view.halo);
        return { name, map: trace.subplot ?? "map", at: [trace.lon[index], trace.lat[index]] };
      }),
    );
    follow();
  }

  /* Every name to where its place is now; those of one map stay inside it. */
  function follow() {
    const gd = window.rawaan.plot();
    if (!gd?._fullLayout || !shown.length) return;
    const { width, height } = gd._fullLayout;
    for (const { name, map, at } of shown) {
      const subplot = gd._fullLayout[map]?._subplot?.map;
      if (!subplot) continue;
      const { x, y } = gd._fullLayout[map].domain;
      const point = subplot.project(at);
      const [broad, tall] = [(x[1] - x[0]) * width, (y[1] - y[0]) * height];
      name.hidden = point.x < 0 || point.y < 0 || point.x > broad || point.y > tall;
      name.style.transform = `translate(${point.x + x[0] * width}px, ${point.y + (1 - y[1]) * height}px)`;
    }
  }

  function watch(map) {
    if (watched.has(map)) return;
    watched.add(map);
    map.on("move", follow);
    map.on("resize", follow);
    follow();
  }

  window.rawaan = Object.assign(window.rawaan || {}, { names: { put, watch } });
})();
