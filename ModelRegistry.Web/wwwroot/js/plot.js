// Keeps charts in step with the page: their size with their box, their colours with the theme. Used by Plot.razor.
//   whenNear(id, owner) tells the owner once when the figure is, or comes, near to what is looked at
//   follow(id, label)   once after the first drawing
//   repaint(id)         after each later drawing (it brought Plotly's own colours back)
//   unfollow(id)        before the chart goes
// A button with data-plot-save="png|svg" data-plot="id" data-name="file" saves the chart.

const followed = new Map();

const owners = new WeakMap();
const approaching = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    approaching.unobserve(target);
    owners.get(target)?.invokeMethodAsync("Near").catch(() => { /* it was left meanwhile */ });
  }
}, { rootMargin: "400px" });

export function whenNear(id, owner) {
  const figure = document.getElementById(id);
  if (!figure) return;
  owners.set(figure, owner);
  approaching.observe(figure);
}

export function follow(id, label) {
  const chart = document.getElementById(id);
  if (!chart || followed.has(id)) return;
  const observer = new ResizeObserver(() => { if (chart.offsetParent) Plotly.Plots.resize(chart); });
  followed.set(id, { chart, label, observer });
  drawn(chart).then(() => {
    if (followed.get(id)?.chart !== chart) return;
    repaint(id);
    observer.observe(chart);
  });
}

// With several charts on a page, Plotly.Blazor says "drawn" of the later ones while Plotly itself is still being loaded.
async function drawn(chart) {
  while (chart.isConnected && !chart._fullLayout) await new Promise(requestAnimationFrame);
}

export function repaint(id) {
  const { chart, label } = followed.get(id) ?? {};
  if (!chart?._fullLayout) return;
  Plotly.relayout(chart, colours(chart)).then(() => name(chart, label));
}

export function unfollow(id) {
  followed.get(id)?.observer.disconnect();
  followed.delete(id);
}

// The drawing is one picture with a name; the other layers are parts of it.
function name(chart, label) {
  chart.querySelectorAll(".main-svg").forEach((svg, index) => {
    if (index > 0) svg.setAttribute("aria-hidden", "true");
    else {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", label);
    }
  });
  chart.dataset.drawn = "yes";
}

function colours(chart) {
  const style = getComputedStyle(document.documentElement);
  const colour = variable => style.getPropertyValue(variable).trim();
  const [text, muted, line, surface, accent] =
    ["text-primary", "text-secondary", "lines-default", "surface", "primary"].map(v => colour(`--mud-palette-${v}`));
  const patch = {
    "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font.color": muted,
    "hoverlabel.bgcolor": surface, "hoverlabel.bordercolor": line, "hoverlabel.font.color": text,
    "legend.bgcolor": "rgba(0,0,0,0)", "modebar.bgcolor": "rgba(0,0,0,0)", "modebar.color": muted, "modebar.activecolor": accent,
  };
  for (const key of Object.keys(chart._fullLayout)) {
    if (/^[xy]axis\d*$/.test(key)) for (const part of ["grid", "zeroline", "line"]) patch[`${key}.${part}color`] = line;
    if (/^polar\d*$/.test(key)) {
      patch[`${key}.bgcolor`] = "rgba(0,0,0,0)";
      for (const axis of ["angularaxis", "radialaxis"])
        for (const part of ["grid", "line"]) patch[`${key}.${axis}.${part}color`] = line;
    }
  }
  return patch;
}

async function save(button) {
  const chart = document.getElementById(button.dataset.plot);
  if (!chart?._fullLayout) return;
  // On the page the background shows through; a file needs its own.
  const background = getComputedStyle(document.documentElement).getPropertyValue("--mud-palette-surface").trim();
  const figure = { data: chart.data, layout: { ...chart.layout, paper_bgcolor: background } };
  const { width, height } = chart._fullLayout;
  await Plotly.downloadImage(figure, { format: button.dataset.plotSave, filename: button.dataset.name, width, height, scale: 2 });
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-plot-save]");
  if (button) save(button);
});

new MutationObserver(() => followed.forEach((_, id) => repaint(id)))
  .observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
