/* Save the map as a PNG that stands alone: question, finding, map, legend, sources, border note, date, link.
   The map is drawn anew at twice the size, so that lines and arrows stay sharp; words are real type. */
(function () {
  "use strict";

  const SCALE = 2;
  const MARGIN = 24;
  const LEGEND_WIDTH = 250;
  /* As in layers/screen.py: from this width on the legend lies on the map; else it stands below. */
  const WIDE = 620;
  const SANS = '"Inter", "Nastaliq", sans-serif';
  const SERIF = '"Source Serif", serif';

  const { names: mapNames } = window.rawaan.pair;

  /* A copy of the figure that looks the same when drawn SCALE times as large. */
  function enlarge(gd, view) {
    const maps = {};
    for (const name of mapNames(gd)) {
      const { center, zoom } = gd._fullLayout[name];
      const style = structuredClone(gd.layout[name].style);
      for (const layer of style.layers) if (layer.paint["line-width"]) layer.paint["line-width"] *= SCALE;
      const { domain } = gd.layout[name];
      maps[name] = { style, center, zoom: zoom + Math.log2(SCALE), fitbounds: false, ...(domain && { domain }) };
    }
    const opacity = view.cells ? window.rawaan.cells.opacity(gd._fullLayout.map.zoom, view.cells.fade) : 1;
    const data = gd.data
      .filter((trace) => trace.name !== "names")
      .map((trace) => {
        const copy = structuredClone(trace);
        const times = (value) => (Array.isArray(value) ? value.map((one) => one * SCALE) : value * SCALE);
        if (copy.marker?.size !== undefined) copy.marker.size = times(copy.marker.size);
        if (copy.marker?.line?.width) copy.marker.line.width = times(copy.marker.line.width);
        if (copy.line?.width) copy.line.width = times(copy.line.width);
        if (copy.name === "cells") copy.marker.opacity = opacity;
        if (copy.name === "outline") copy.opacity = opacity;
        return copy;
      });
    const { paper_bgcolor } = gd.layout;
    return { data, layout: { ...maps, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, paper_bgcolor } };
  }

  /* The same of a plot, without its words: a picture made from SVG knows none of the page's fonts. */
  function enlargePlot(gd) {
    const clear = "rgba(0,0,0,0)";
    const { xaxis, yaxis, margin, shapes = [], annotations = [], ...rest } = structuredClone(gd.layout);
    const data = structuredClone(gd.data).map((trace) => ({ ...trace, xgap: trace.xgap * SCALE, ygap: trace.ygap * SCALE }));
    for (const shape of shapes) shape.line.width *= SCALE;
    for (const note of annotations) {
      Object.assign(note.font, { size: note.font.size * SCALE, color: clear });
      note.borderpad *= SCALE;
    }
    for (const side of Object.keys(margin)) margin[side] *= SCALE;
    const mute = (axis) => ({ ...axis, showticklabels: false });
    return { data, layout: { ...rest, xaxis: mute(xaxis), yaxis: mute(yaxis), margin, shapes, annotations } };
  }

  function load(source) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = () => reject(new Error("the browser could not draw the map as a picture"));
      image.src = source;
    });
  }

  function wrap(pen, text, width) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && pen.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return line ? [...lines, line] : lines;
  }

  /* Write wrapped text with its top at y; returns where the next line would start. */
  function write(pen, text, x, y, { font, colour, width, leading }) {
    pen.font = font;
    pen.fillStyle = colour;
    pen.textBaseline = "top";
    pen.textAlign = "left";
    for (const line of wrap(pen, text, width)) {
      pen.fillText(line, x, y);
      y += leading;
    }
    return y;
  }

  /* Web Mercator, 512-pixel tiles, as the map's own renderer. */
  function project(lon, lat, camera, width, height) {
    const size = 512 * 2 ** camera.zoom;
    const x = (degrees) => ((degrees + 180) / 360) * size;
    const y = (degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return (0.5 - Math.log(Math.tan(Math.PI / 4 + angle / 2)) / (2 * Math.PI)) * size;
    };
    return [x(lon) - x(camera.center.lon) + width / 2, y(lat) - y(camera.center.lat) + height / 2];
  }

  /* Where one of the maps lies in a window of this size. */
  function place(gd, name, width, height) {
    const { x, y } = gd._fullLayout[name].domain;
    return [x[0] * width, (1 - y[1]) * height, (x[1] - x[0]) * width, (y[1] - y[0]) * height];
  }

  /* The names of one map, and what stands over it; the pen stands in its corner. */
  function writeNames(pen, gd, name, halo, width, height) {
    const camera = gd._fullLayout[name];
    for (const trace of gd.data.filter((one) => one.name === "names" && (one.subplot ?? "map") === name)) {
      const [vertical, side] = trace.textposition.split(" ");
      const { size, weight, color } = trace.textfont;
      const gap = (0.4 + trace.marker.size / 100) * size;
      pen.font = `${weight} ${size}px ${SANS}`;
      pen.textAlign = { right: "left", left: "right", center: "center" }[side];
      pen.textBaseline = { middle: "middle", top: "bottom", bottom: "top" }[vertical];
      const dx = { right: gap, left: -gap, center: 0 }[side];
      const dy = { middle: 0, top: -gap, bottom: gap }[vertical];
      trace.text.forEach((text, index) => {
        const [x, y] = project(trace.lon[index], trace.lat[index], camera, width, height);
        if (x < 0 || y < 0 || x > width || y > height) return;
        pen.lineWidth = 3;
        pen.lineJoin = "round";
        pen.strokeStyle = halo;
        pen.strokeText(text, x + dx, y + dy);
        pen.fillStyle = color;
        pen.fillText(text, x + dx, y + dy);
      });
    }
  }

  function writeCaption(pen, text, words, height) {
    pen.font = `600 15px ${SANS}`;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillStyle = words.panel;
    pen.fillRect(12, height - 40, pen.measureText(text).width + 22, 28);
    pen.fillStyle = words.ink;
    pen.fillText(text, 23, height - 25.5);
  }

  /* The words of every map, each cut off at its own edge. */
  function writeMaps(pen, gd, view, top, width, height) {
    mapNames(gd).forEach((name, index) => {
      const [x, y, broad, tall] = place(gd, name, width, height);
      pen.save();
      pen.translate(x, top + y);
      pen.beginPath();
      pen.rect(0, 0, broad, tall);
      pen.clip();
      writeNames(pen, gd, name, view.halo, broad, tall);
      if (view.captions.length) writeCaption(pen, view.captions[index], view.picture, tall);
      pen.restore();
    });
  }

  /* A plot's words where they stand on the screen, turned as they are. */
  function writeWords(pen, gd, top) {
    const corner = gd.getBoundingClientRect();
    const sides = { start: "left", middle: "center", end: "right" };
    for (const text of gd.querySelectorAll(".xtick text, .ytick text, .annotation-text")) {
      const { fontWeight, fontSize, fill, textAnchor } = getComputedStyle(text.querySelector("tspan") ?? text);
      const { a, b, c, d, e, f } = text.getScreenCTM();
      pen.save();
      pen.transform(a, b, c, d, e - corner.left, f - corner.top + top);
      pen.font = `${fontWeight} ${fontSize} ${SANS}`;
      pen.fillStyle = fill;
      pen.textAlign = sides[textAnchor];
      pen.textBaseline = "alphabetic";
      pen.fillText(text.textContent, text.x.baseVal[0].value, text.y.baseVal[0].value);
      pen.restore();
    }
  }

  /* Draw the legend with its top at y, or only measure it when `paint` is false. Returns its bottom. */
  function drawLegend(pen, words, marks, x, y, width, paint) {
    const { legend, ink, muted } = words;
    const put = (text, style) => {
      const colour = paint ? style.colour : "transparent";
      y = write(pen, text, x, y, { width, leading: 15, ...style, colour });
    };
    if (legend.title) {
      put(legend.title, { font: `600 12.5px ${SANS}`, colour: ink, leading: 16 });
      y += 4;
      const step = width / legend.colours.length;
      legend.colours.forEach((colour, index) => {
        pen.fillStyle = paint ? colour : "transparent";
        pen.fillRect(x + index * step, y, step + 0.5, 11);
      });
      pen.font = `400 11px ${SANS}`;
      pen.textAlign = "center";
      pen.fillStyle = paint ? muted : "transparent";
      legend.limits.forEach((limit, index) => pen.fillText(limit, x + (index + 1) * step, y + 15));
      y += 34;
      if (legend.ends.length) {
        pen.textAlign = "left";
        pen.fillText(legend.ends[0], x, y);
        pen.textAlign = "right";
        pen.fillText(legend.ends[1], x + width, y);
        y += 20;
      }
    }
    if (legend.no_data && legend.title) {
      pen.fillStyle = paint ? legend.no_data : "transparent";
      pen.fillRect(x, y, 13, 11);
      const text = { font: `400 12px ${SANS}`, colour: paint ? ink : "transparent", width, leading: 15 };
      y = write(pen, legend.no_data_text, x + 22, y - 1, text) + 8;
    }
    const used = [...marks];
    for (const key of legend.keys) {
      const mark = key.style === "words" ? null : used.shift();
      if (mark && paint) pen.drawImage(mark, x, y, mark.width, mark.height);
      const height = mark ? mark.height : 0;
      const left = mark ? mark.width + 9 : 0;
      const text = { font: `400 12px ${SANS}`, colour: paint ? ink : "transparent", width: width - left, leading: 15 };
      const bottom = write(pen, key.text, x + left, y + Math.max(0, height / 2 - 7), text);
      y = Math.max(bottom, y + height) + 4;
    }
    put(legend.sentence, { font: `400 12px ${SANS}`, colour: ink });
    return y;
  }

  async function compose(gd, view) {
    const words = view.picture;
    const { width, height } = gd._fullLayout;
    await document.fonts.ready;
    const isMap = Boolean(gd._fullLayout.map?._subplot);
    const large = isMap ? enlarge(gd, view) : enlargePlot(gd);
    const size = { format: "png", width: width * SCALE, height: height * SCALE, scale: 1 };
    const map = await load(await window.Plotly.toImage(large, size));
    const marks = [...document.querySelectorAll("#legend .key img")];
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const inner = width - 2 * MARGIN;
    const title = { font: `600 25px ${SERIF}`, colour: words.ink, width: inner, leading: 30 };
    const question = { font: `500 13px ${SANS}`, colour: words.muted, width: inner, leading: 18 };
    const small = { font: `400 11px ${SANS}`, colour: words.muted, width: inner, leading: 15 };
    const date = new Date().toISOString().slice(0, 10);
    const credit = `${words.credit} Rawaan, ${date}: ${window.location.href}`;
    const lead = { font: `400 13.5px ${SANS}`, colour: words.muted, width: inner, leading: 19 };
    const figures = { font: `500 13px ${SANS}`, colour: words.ink, width: inner, leading: 19 };
    const tall = (text, style) => {
      pen.font = style.font;
      return wrap(pen, text, inner).length * style.leading;
    };
    const head = MARGIN + 24 + tall(words.headline, title) + tall(words.lead, lead) + tall(words.figures, figures) + 22;
    const foot = 12 + tall(credit, small) + 12;
    const beside = width >= WIDE;
    const broad = beside ? LEGEND_WIDTH - 28 : inner;
    const legend = drawLegend(pen, words, marks, 0, 0, broad, false);
    const end = head + height + (beside ? 0 : legend + 12);

    canvas.width = width * SCALE;
    canvas.height = (end + foot) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = words.panel;
    pen.fillRect(0, 0, width, end + foot);
    const y = write(pen, words.question, MARGIN, MARGIN - 4, question);
    const below = write(pen, words.headline, MARGIN, y + 2, title);
    write(pen, words.figures, MARGIN, write(pen, words.lead, MARGIN, below + 4, lead) + 4, figures);
    pen.drawImage(map, 0, head, width, height);
    if (isMap) writeMaps(pen, gd, view, head, width, height);
    else {
      pen.save();
      pen.beginPath();
      pen.rect(0, head, width, height);
      pen.clip();
      writeWords(pen, gd, head);
      pen.restore();
    }
    if (beside) {
      const left = width - LEGEND_WIDTH - 12;
      const top = head + height - legend - 36;
      pen.fillStyle = words.panel;
      pen.globalAlpha = 0.94;
      pen.fillRect(left, top, LEGEND_WIDTH, legend + 24);
      pen.globalAlpha = 1;
      drawLegend(pen, words, marks, left + 14, top + 12, broad, true);
    } else drawLegend(pen, words, marks, MARGIN, head + height + 12, broad, true);
    write(pen, credit, MARGIN, end + 12, small);
    return canvas;
  }

  async function savePicture(gd, view) {
    document.body.classList.add("waiting");
    try {
      const canvas = await compose(gd, view);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = `rawaan-${view.picture.question.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}.png`;
      link.click();
    } finally {
      document.body.classList.remove("waiting");
    }
  }

  window.rawaan = Object.assign(window.rawaan || {}, { savePicture });
})();
