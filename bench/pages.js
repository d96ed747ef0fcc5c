// Measures pages in a browser, by the browser's own clock; called by pages.sh. Prints, asserts nothing.
//   first     first contentful paint
//   usable    the circuit lives and nothing on the page waits any more
//   charts    every chart in sight is drawn
//   shift     cumulative layout shift until then (below 0.1 is good)
// Cold: an empty cache; warm: the same browser once more. Each number is the median of RUNS loads.

const [playwright, chromium, address, email, password, runs = "5"] = process.argv.slice(2);
const { chromium: browserType } = require(playwright);
const SETTLED = 1500; // ms without a change: then nothing more is to come

// In the page, before its own scripts.
function watch(settled) {
  const seen = window.seen = { usable: null, charts: null, shift: 0 };
  new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) seen.shift += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  const inSight = chart => { const box = chart.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; };
  const look = () => {
    const now = performance.now();
    const waits = !document.getElementById("live") || !document.querySelector("main h1") || document.querySelector("main .mud-skeleton, main [aria-busy=true]");
    const draws = waits || [...document.querySelectorAll("figure.plot")].some(chart => inSight(chart) && !chart.querySelector("[data-drawn=yes]"));
    seen.usable = waits ? null : seen.usable ?? now;
    seen.charts = draws ? null : seen.charts ?? now;
    if (seen.charts === null || now - seen.charts < settled) requestAnimationFrame(look);
    else seen.done = true;
  };
  requestAnimationFrame(look);
}

async function load(page, path) {
  await page.goto(address + path, { waitUntil: "commit" });
  while (!await page.evaluate(() => window.seen?.done)) await new Promise(resolve => setTimeout(resolve, 100));
  return page.evaluate(() => ({ first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN, ...window.seen }));
}

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function api(context, path) {
  const answer = await context.request.get(`${address}/api/v1/${path}`);
  return answer.json();
}

// The pages that people open most, on what the demo has.
async function paths(context) {
  const models = (await api(context, "models")).items;
  const model = models.find(m => m.latestVersion > 1) ?? models[0];
  const requests = (await api(context, "requests?state=open")).items;
  const place = `/models/${encodeURIComponent(model.name)}`;
  return [["Home", "/"], ["Models", "/models"], ["model", place], ["version", `${place}/versions/${model.latestVersion}`],
    ["compare", `${place}/compare?v=${model.latestVersion - 1},${model.latestVersion}`], ["request", `/requests/${requests[0]?.id ?? 1}`]];
}

(async () => {
  const browser = await browserType.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const viewport = { width: 1440, height: 900 };
  const first = await browser.newContext({ viewport });
  const page = await first.newPage();
  await page.goto(`${address}/account/sign-in`);
  await page.fill("input[name=email]", email);
  await page.fill("input[type=password]", password);
  await page.keyboard.press("Enter");
  await page.waitForURL(url => !url.pathname.includes("sign-in"));
  const storageState = await first.storageState();
  const pages = await paths(first);
  await first.close();

  console.log("milliseconds     | cold: first usable charts  shift | warm: first usable charts  shift");
  for (const [name, path] of pages) {
    const cold = [], warm = [];
    for (let run = 0; run < Number(runs); run++) {
      const context = await browser.newContext({ viewport, storageState });
      await context.addInitScript(watch, SETTLED);
      const tab = await context.newPage();
      cold.push(await load(tab, path));
      warm.push(await load(tab, path));
      await context.close();
    }
    const of = (loads, key) => median(loads.map(one => one[key]));
    const line = loads => ["first", "usable", "charts"].map(key => of(loads, key).toFixed(0).padStart(6)).join(" ") + of(loads, "shift").toFixed(3).padStart(7);
    console.log(`${name.padEnd(16)} |     ${line(cold)} |     ${line(warm)}`);
  }
  await browser.close();
})().catch(error => { console.error(error.message); process.exit(1); });
