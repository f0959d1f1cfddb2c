/** Runs in every page before its own scripts, and writes down what they do. */

window.notes = {
  workers: [], // addresses of started workers
  ready: false, // whether Python has started
  asked: [], // what the page has asked of Python
  heard: [], // what the reader's code has said
  phases: {}, // by demo: the states that it went through and left
  steps: [], // what the player said, each time that it changed
  shifts: [], // layout shifts: size, and what moved
  paint: 0, // time of the largest contentful paint
  violations: [], // what the page's policy has stopped
};

window.Worker = class extends Worker {
  constructor(url, options) {
    super(url, options);
    notes.workers.push(String(url));
    this.addEventListener("message", ({ data }) => {
      if (data?.state === "ready") notes.ready = true;
      if (data?.t === "piece") notes.heard.push(data);
    });
  }

  postMessage(message, ...rest) {
    if (message?.op === "scene") notes.asked.push(message);
    super.postMessage(message, ...rest);
  }
};

new MutationObserver((changes) => {
  for (const { type, target, oldValue } of changes) {
    if (type === "attributes") {
      const seen = (notes.phases[target.id] ??= []);
      if (seen.at(-1) !== oldValue) seen.push(oldValue);
    } else if (/^step /.test(target.data)) notes.steps.push(target.data);
  }
}).observe(document, {
  subtree: true,
  attributes: true,
  attributeFilter: ["data-state"],
  attributeOldValue: true,
  characterData: true,
});

new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => (node?.parentElement ?? node)?.outerHTML?.slice(0, 120));
    if (!hadRecentInput) notes.shifts.push({ value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });

new PerformanceObserver((list) => {
  notes.paint = list.getEntries().at(-1).startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });

document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  notes.violations.push(`${violatedDirective}: ${blockedURI}`);
});
