/* Hexagons in the browser: the server sends H3 ids, which are a seventh of the bytes of their outlines. */
(function () {
  "use strict";

  const LIBRARY = "assets/h3/h3-js-4.5.0.umd.js";
  const LINES = { core: 2.2, belt: 1.1 };
  const faded = new WeakSet();
  let loading = null;
  let shapes = new Map();

  /* The matrix has cells too, of another kind. */
  const isCells = ({ type, name }) => type === "choroplethmap" && name === "cells";

  /* Only the question that needs it pays for the library. */
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = LIBRARY;
      script.onload = () => resolve(window.h3);
      script.onerror = () => {
        loading = null;
        reject(new Error("The hexagons could not be loaded. Check that the atlas is still running, then reload the page."));
      };
      document.head.append(script);
    });
    return loading;
  };

  /* Ids come as steps from one to the next, counted in cells of their resolution: base cell and three bits a digit. */
  function unpack({ resolution, steps }) {
    const size = 2 ** (45 - 3 * resolution);
    let index = 0;
    return steps.map((step) => {
      index += step;
      return "8" + resolution.toString(16) + ((index + 1) * size - 1).toString(16).padStart(13, "0");
    });
  }

  /* Counts come as what is left when others of the same cells explain them, times what is usual under their name. */
  const addUp = (name, like, { times, rest }) =>
    rest.map((left, row) => Math.floor(like[row] * times[name[row]] + 0.5) + left);

  /* Cells that stay on the map keep their shape from one view to the next. */
  function makeShapes(h3, ids) {
    const next = new Map();
    for (const id of ids) {
      const shape = shapes.get(id) ?? {
        type: "Feature",
        id,
        properties: {},
        geometry: { type: "Polygon", coordinates: [h3.cellToBoundary(id, true)] },
      };
      next.set(id, shape);
    }
    shapes = next;
    return { type: "FeatureCollection", features: [...next.values()] };
  }

  function makeOutline(h3, ids, width, colour, subplot) {
    const lon = [];
    const lat = [];
    for (const polygon of h3.cellsToMultiPolygon(ids, true)) {
      for (const loop of polygon) {
        for (const [x, y] of loop) {
          lon.push(x);
          lat.push(y);
        }
        lon.push(null);
        lat.push(null);
      }
    }
    const line = { width, color: colour };
    const below = "rawaan-lines";
    return { type: "scattermap", name: "outline", mode: "lines", lon, lat, line, hoverinfo: "skip", subplot, below };
  }

  /* The same trace keeps its layers from one view to the next, whatever comes or goes beside it. */
  function nameTraces(data) {
    const counts = {};
    for (const trace of data) {
      const name = `${trace.subplot ?? "map"}-${trace.name}`;
      counts[name] = (counts[name] ?? 0) + 1;
      trace.uid = `${name}-${counts[name]}`;
    }
  }

  /* Give the cells of a view their hexagons, their names and the outlines of core and belt. */
  async function prepare(view) {
    const { data } = view.figure;
    const cells = data.filter(isCells);
    if (!cells.length) return;
    const h3 = await load();
    let ids = [];
    let counts = null;
    for (const trace of cells) {
      const { names, outlines } = trace.meta;
      // The second of two maps has the cells of the first.
      if (trace.meta.cells) ids = unpack(trace.meta.cells);
      trace.locations = ids;
      trace.geojson = makeShapes(h3, ids);
      const [name, ...columns] = trace.customdata;
      let like = counts;
      const facts = columns.map((column, position) => {
        const whole = column.rest ? addUp(name, like, column) : column;
        if (!position) like = whole;
        return whole;
      });
      counts = like;
      trace.customdata = name.map((position, row) => [names[position], ...facts.map((fact) => fact[row])]);
      const lines = Object.entries(outlines)
        .filter(([, positions]) => positions.length)
        .map(([zone, positions]) => {
          const zoned = positions.map((position) => ids[position]);
          return makeOutline(h3, zoned, LINES[zone], view.ink, trace.subplot ?? "map");
        });
      data.splice(data.indexOf(trace) + 1, 0, ...lines);
    }
    nameTraces(data);
  }

  /* Districts from afar, cells from near: between two zooms the one shows through the other. Plotly writes a plain opacity
     with every view, and the map would flash: to the layers of cells only this one is written, whoever writes. */
  function fade(map, gd, [far, near]) {
    const shown = ["interpolate", ["linear"], ["zoom"], far, 0, near, 1];
    const isOurs = (id) => /^plotly-trace-layer-map2?-(cells|outline)-/.test(id);
    const isOpacity = (name) => name === "fill-opacity" || name === "line-opacity";
    if (!faded.has(map)) {
      faded.add(map);
      const { setPaintProperty } = map;
      map.setPaintProperty = (id, name, value, options) =>
        setPaintProperty.call(map, id, name, isOurs(id) && isOpacity(name) ? shown : value, options);
    }
    for (const { id, type } of map.getStyle()?.layers ?? []) {
      if (isOurs(id) && isOpacity(`${type}-opacity`)) map.setPaintProperty(id, `${type}-opacity`, shown);
    }
  }

  /* The same for one zoom. */
  const opacity = (zoom, [far, near]) => Math.min(Math.max((zoom - far) / (near - far), 0), 1);

  window.rawaan = Object.assign(window.rawaan || {}, { cells: { prepare, fade, opacity } });
})();
