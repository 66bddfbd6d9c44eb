// Each line of JSON on stdin is a screen: {"document", "datasources", "device", "theme", "touches", "picture"}.
// The line on stdout is what apl-suggester says of the document ("lint"), and what Amazon's engine draws of it in
// Chromium: "texts", how many pixels stand "outside" of the viewport or of their parts, what was "complained" of on the
// console, and the arguments that the skill is sent when each of the labels in "touches" is pressed ("sent").
"use strict";

const fs = require("fs");
const readline = require("readline");
const puppeteer = require("puppeteer-core");
const { StaticAplTemplateValidator } = require("apl-suggester");

const [engine, chromium] = process.argv.slice(2);
const VIEWPORTS = {
  round: { width: 480, height: 480, dpi: 160, isRound: true, shape: "ROUND" },
  large: { width: 1280, height: 800, dpi: 160, isRound: false, shape: "RECTANGLE" },
};
const PAGE = "<!doctype html><style>body { margin: 0; font-family: sans-serif }</style><div id='view'></div>";
// The engine names fonts on another host; nothing is fetched here.
const NO_FONTS = `for (const sheet of document.styleSheets)
  for (let at = sheet.cssRules.length; at--; )
    if (sheet.cssRules[at] instanceof CSSFontFaceRule) sheet.deleteRule(at);`;
console.log = console.error; // The linter talks to itself.

/** Runs in the page. */
async function draw({ document: shown, datasources, viewport, theme }) {
  window.sent = [];
  await window.begun;
  const content = AplRenderer.Content.create(JSON.stringify(shown), "");
  for (const parameter of shown.mainTemplate.parameters) content.addData(parameter, JSON.stringify(datasources));
  if (!content.isReady()) throw new Error("the engine takes it for no valid document");
  const renderer = AplRenderer.default.create({
    content, viewport, theme, view: document.getElementById("view"), mode: "HUB", notLoadFonts: true,
    environment: { agentName: "test", agentVersion: "1.0", allowOpenUrl: false, disallowVideo: true },
    utcTime: 0, localTimeAdjustment: 0,
    onSendEvent: (event) => window.sent.push([...(event.arguments ?? event.event?.arguments ?? [])]),
    onRunTimeError: (errors) => console.error(JSON.stringify(errors)),
  });
  await renderer.init();
  await new Promise((done) => setTimeout(done, 150)); // what is scrolled to at the start
}

/** Runs in the page: each text that is drawn, its lines joined. */
function texts() {
  return [...document.querySelectorAll("#view p")].map((part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const lines = [];
    while (walker.nextNode()) lines.push(walker.currentNode.data.trim());
    return lines.join(" ").trim();
  });
}

/** Runs in the page: texts that are wider than the part they stand in, or that begin or end beside the viewport. */
function outside({ width }) {
  const SPACE = 8; // Pixels: a line may end in a space, which counts but isn't seen.
  const found = [];
  for (const element of document.querySelectorAll("#view *")) {
    if (element.children.length || !element.textContent.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right } = range.getBoundingClientRect();
    const box = element.closest("[id]")?.getBoundingClientRect() ?? { left: 0, right: width };
    const over = Math.round(Math.max(-left, right - width, box.left - left, right - box.right));
    if (over > SPACE) found.push(`${over} px: ${element.textContent.slice(0, 60)}`);
  }
  return found;
}

async function main() {
  // It has to be asked at once whether it is ready: later it never says so.
  const script = `${fs.readFileSync(engine, "utf8")};window.begun = AplRenderer.initEngine();${NO_FONTS}`;
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox"] });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const page = await browser.newPage();
    const complained = [];
    try {
      const asked = JSON.parse(line);
      const viewport = VIEWPORTS[asked.device];
      const lint = await new StaticAplTemplateValidator().validate(asked.document);
      page.on("console", (said) => ["error", "warning", "warn"].includes(said.type()) && complained.push(said.text()));
      page.on("pageerror", (problem) => complained.push(String(problem)));
      await page.setViewport({ width: viewport.width, height: viewport.height });
      await page.setContent(PAGE);
      await page.addScriptTag({ content: script });
      await page.evaluate(draw, { ...asked, viewport });
      if (asked.picture) await page.screenshot({ path: asked.picture });
      const drawn = await readAll(page, viewport);
      const sent = [];
      for (const label of asked.touches) sent.push(await press(page, label));
      answer({ lint, ...drawn, complained, sent });
    } catch (problem) {
      answer({ problem: String(problem?.stack ?? problem), complained });
    } finally {
      await page.close();
    }
  }
  await browser.close();
}

/** Scrolls down as far as there is anything new: a list is drawn only where one looks. */
async function readAll(page, viewport) {
  const seen = new Set();
  const beside = new Set();
  for (let idle = 0; idle < 4; ) {
    const before = seen.size;
    for (const text of await page.evaluate(texts)) seen.add(text);
    for (const found of await page.evaluate(outside, viewport)) beside.add(found);
    idle = seen.size > before ? 0 : idle + 1;
    await page.mouse.move(viewport.width / 2, viewport.height / 3);
    await page.mouse.wheel({ deltaY: viewport.height / 3 });
    await new Promise((done) => setTimeout(done, 60));
  }
  return { texts: [...seen], outside: [...beside] };
}

async function press(page, label) {
  const before = await page.evaluate(() => window.sent.length);
  const place = await page.evaluateHandle((label) => {
    const bare = (text) => text.replace(/\s+/g, "");
    return [...document.querySelectorAll("#view p")].find((part) => bare(part.textContent) === bare(label));
  }, label);
  const part = place.asElement();
  if (!part) return null;
  await part.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await new Promise((done) => setTimeout(done, 60));
  const { x, y, width, height } = await part.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2, { delay: 30 });
  await page.waitForFunction((count) => window.sent.length > count, { timeout: 1500 }, before).catch(() => {});
  return page.evaluate((count) => window.sent.slice(count), before);
}

function answer(came) {
  process.stdout.write(`${JSON.stringify(came)}\n`);
}

main();
