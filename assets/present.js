/* The mode for a screen on a wall: the page is scaled to the screen, and words that would not fit are set smaller. */
(function () {
  "use strict";

  /* The size that the page is laid out for, and the smallest share of its type that is still read from afar. */
  const [WIDTH, HEIGHT] = [1280, 720];
  const LEAST = 0.5;
  const root = document.documentElement;
  let scale = 1;

  function fit() {
    const panel = document.getElementById("panel");
    const presents = root.dataset.mode === "present" && window.innerWidth > 1005;
    const wanted = presents ? Math.max(1, Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT)) : 1;
    if (wanted !== scale) {
      scale = wanted;
      root.style.setProperty("--scale", scale);
      sharpen();
    }
    root.style.setProperty("--fit", 1);
    if (!presents) return;
    for (let share = 1; share > LEAST && panel.scrollHeight > panel.clientHeight; share -= 0.03) {
      root.style.setProperty("--fit", share);
    }
  }

  /* The map is drawn with as many dots as it has on the scaled screen. */
  function sharpen() {
    const ratio = window.devicePixelRatio * scale;
    for (const map of window.rawaan.renderers()) if (map.getPixelRatio() !== ratio) map.setPixelRatio(ratio);
  }

  /* Who leaves the full screen by the browser's own key leaves the mode too. */
  document.addEventListener("fullscreenchange", () => {
    const presents = new URLSearchParams(window.location.search).get("mode") === "present";
    if (presents && !document.fullscreenElement) document.getElementById("present").click();
  });

  const watch = setInterval(() => {
    const finding = document.getElementById("finding");
    if (!finding) return;
    clearInterval(watch);
    new MutationObserver(fit).observe(finding, { childList: true, subtree: true });
    new MutationObserver(fit).observe(root, { attributeFilter: ["data-mode", "lang"] });
    window.addEventListener("resize", fit);
    document.fonts.addEventListener("loadingdone", fit);
  }, 100);

  window.rawaan = Object.assign(window.rawaan || {}, { present: { sharpen } });
})();
