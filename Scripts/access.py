#!/usr/bin/env python3
"""Checks that pages can be read and worked by everybody, in headless Chromium.   usage: access.py [PAGE...]

Each page (those of Notebooks-exports and a report over the seed articles without arguments) is opened from
disk, wide and narrow, light and dark. It passes when nothing is asked of the network or said on the console,
it is no wider than the window, every text stands out from what is behind it by 4.5 to 1, headings follow each other,
tables, inputs, charts and links have names, the Tab key goes through it with a visible mark, sorting and searching
work by keyboard, it says the same without scripts, and it prints. Screenshots go to .build/pages.
"""
import pathlib
import subprocess
import sys

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = ROOT / ".build/release/sayso"
WORK = ROOT / ".build/pages"

CONTRAST = r"""
(() => {
  const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = c => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const behind = element => { const layers = [];
    for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
      if (c[3] > 0) layers.push(c); if (c[3] === 1) break; }
    let below = [255, 255, 255, 1]; for (const c of layers.reverse()) below = over(c, below); return below; };
  const found = []; let least = 21, count = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const rectangles = new Map();
  for (let node; node = walker.nextNode();) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script,style,title,desc,.skip,.unseen")) continue;
    const style = getComputedStyle(element);
    if (style.visibility === "hidden" || !element.getClientRects().length) continue;
    let color, below;
    const svg = element.closest("svg");
    if (svg) {
      color = parse(style.fill); below = behind(svg);
      if (!rectangles.has(svg)) rectangles.set(svg, [...svg.querySelectorAll("rect")].map(r => [r, r.getBoundingClientRect()]));
      const box = element.getBoundingClientRect(); const x = box.x + box.width / 2, y = box.y + box.height / 2;
      for (const [r, b] of rectangles.get(svg)) if (x > b.left && x < b.right && y > b.top && y < b.bottom) {
        const s = getComputedStyle(r); const c = parse(s.fill); c[3] *= parseFloat(s.fillOpacity); below = over(c, below); }
    } else { color = parse(style.color); below = behind(element); }
    const front = over(color, below); const [a, b] = [light(front), light(below)].sort((p, q) => q - p);
    const ratio = (a + .05) / (b + .05); count++; least = Math.min(least, ratio);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className.baseVal ?? element.className} ${node.data.trim().slice(0, 30)}`);
  }
  return {count, least, found: [...new Set(found)].slice(0, 5)};
})()
"""

STRUCTURE = r"""
(() => {
  const problems = []; const all = s => [...document.querySelectorAll(s)];
  const levels = all("h1,h2,h3,h4,h5,h6").map(h => +h.tagName[1]);
  if (levels.filter(l => l === 1).length !== 1) problems.push("not one h1");
  levels.forEach((l, i) => { if (i && l > levels[i - 1] + 1) problems.push(`h${levels[i - 1]} before h${l}: ` + all("h1,h2,h3,h4,h5,h6")[i].textContent.slice(0, 30)); });
  if (!document.documentElement.lang) problems.push("no language");
  if (!document.title) problems.push("no title");
  if (all("main").length !== 1) problems.push("not one main");
  for (const t of all("table")) { if (!t.caption?.textContent.trim()) problems.push("table without caption");
    if ([...t.querySelectorAll("th")].some(h => !h.scope)) problems.push("th without scope"); }
  for (const i of all("input")) if (!i.labels.length) problems.push("input without label");
  for (const s of all("svg")) if (s.getAttribute("role") !== "img" || !s.querySelector("title")?.textContent || !s.querySelector("desc")?.textContent) problems.push("chart without words: " + s.querySelector("title")?.textContent);
  for (const f of all("figure")) if (!f.querySelector("table")) problems.push("figure without table");
  for (const a of all("a[href]")) { if (!a.textContent.trim()) problems.push("link without text");
    if (!document.getElementById(a.getAttribute("href").slice(1))) problems.push("link to nothing " + a.getAttribute("href")); }
  const ids = all("[id]").map(e => e.id); if (new Set(ids).size !== ids.length) problems.push("id twice");
  if (all("[tabindex]").some(e => e.tabIndex > 0)) problems.push("tabindex above 0");
  for (const r of all("[role=region]")) if (!r.getAttribute("aria-label")) problems.push("region without name");
  if (document.documentElement.scrollWidth > innerWidth) problems.push(`page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
  return [...new Set(problems)].slice(0, 8);
})()
"""

FOCUS = r"""
(() => { const e = document.activeElement; const s = getComputedStyle(e);
  return {tag: e.tagName, name: (e.textContent || "").trim().slice(0, 20),
    seen: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 || e.classList.contains("skip")}; })()
"""


def keyboard(browser, uri):
    problems = []
    browser.open(uri)
    browser.press("Tab")
    first = browser.evaluate(FOCUS)
    if not first["name"].startswith("Skip"):
        problems.append(f"the first stop is {first}")
    browser.press("Enter")
    if browser.evaluate("document.activeElement.id") != "main":
        problems.append("the skip link does not move the focus")
    for _ in range(40):
        browser.press("Tab")
        stop = browser.evaluate(FOCUS)
        if stop["tag"] != "BODY" and not stop["seen"]:
            problems.append(f"no visible focus on {stop}")
            break
    sorting = r"""(async () => { const b = document.querySelector("table.sort th:nth-child(2) button");
      if (!b) return "no button"; for (let p = b; p; p = p.parentElement) if (p.tagName === "DETAILS") p.open = true; b.focus(); })()"""
    if browser.evaluate(sorting) is None:
        browser.press("Enter")
        state = browser.evaluate(r"""(() => { const b = document.activeElement; const th = b.closest("th");
          const rows = [...b.closest("table").tBodies[0].rows].map(r => r.cells[1].textContent.trim());
          const numbers = rows.map(t => parseFloat(t.replace("−", "-").replace(/^[([+]+/, ""))).filter(n => !isNaN(n));
          return [th?.getAttribute("aria-sort"), numbers.every((n, i) => !i || n >= numbers[i - 1])]; })()""")
        if state != ["ascending", True]:
            problems.append(f"sorting by keyboard gives {state}")
    if browser.evaluate("!!document.querySelector('input[type=search]')"):
        browser.evaluate("document.querySelector('input[type=search]').focus()")
        browser.type("zzzz-nobody")
        status = browser.evaluate("document.querySelector('[role=status]').textContent")
        if not status.startswith("0 of"):
            problems.append(f"searching says {status!r}")
    return problems


def names(browser):
    """What the accessibility tree has without a name."""
    wanted = {"link", "button", "searchbox", "textbox", "image", "img", "region", "table", "navigation", "figure"}
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    return sorted({f"{node['role']['value']} without a name" for node in nodes
                   if not node.get("ignored") and node.get("role", {}).get("value") in wanted
                   and not node.get("name", {}).get("value")})[:5]


def check(browser, path):
    problems, least, texts = [], 21, 0
    uri = path.resolve().as_uri()
    name = f"{path.parent.name}-{path.stem}"
    for width in (1280, 360):
        for dark in (False, True):
            look = f"{'wide' if width > 500 else 'narrow'}-{'dark' if dark else 'light'}"
            found = browser.open(uri, width=width, dark=dark)
            browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            contrast = browser.evaluate(CONTRAST)
            least, texts = min(least, contrast["least"]), texts + contrast["count"]
            found += contrast["found"] + browser.evaluate(STRUCTURE)
            problems += [f"{look}: {problem}" for problem in found]
            browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
            browser.screenshot(WORK / f"{name}-{look}.png", whole=True)
    problems += names(browser)
    problems += keyboard(browser, uri)
    scripted = browser.open(uri) or browser.evaluate("document.querySelector('main').innerText.length")
    browser.open(uri, scripts=False)
    plain = len(browser.call("DOM.getOuterHTML", nodeId=browser.call("DOM.getDocument")["root"]["nodeId"])["outerHTML"])
    if not isinstance(scripted, int) or plain < scripted:
        problems.append("the page says less without scripts")
    problems += [f"print: {problem}" for problem in browser.open(uri, media="print", dark=True)]
    problems += [f"print: {problem}" for problem in browser.evaluate(CONTRAST)["found"]]
    if browser.pdf_size() < 5000:
        problems.append("print: the page is empty")
    print(f"{name:34s} {path.stat().st_size:8d} bytes, {texts} texts, least contrast {least:.2f}, "
          f"{len(problems)} problems", flush=True)
    for problem in problems[:12]:
        print("  " + problem)
    return len(problems)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    pages = [pathlib.Path(a) for a in sys.argv[1:]]
    if not pages:
        pages = sorted((ROOT / "Notebooks-exports").glob("*/*.html"))
        fresh = WORK / "seed-articles.html"
        subprocess.run([SAYSO, "report", ROOT / "seeds/articles", "-o", fresh], check=True)
        pages.append(fresh)
    browser = Browser()
    failures = sum([check(browser, page) for page in pages])
    browser.close()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
