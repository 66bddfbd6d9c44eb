// Draws one APL document with Amazon's own engine (apl-viewhost-web). Runs in a frame without an origin: it can ask
// nobody, and speaks with the page in messages only.

(() => {
  const VIEWPORTS = {
    round: { width: 480, height: 480, dpi: 160, isRound: true, shape: "ROUND" },
    large: { width: 1280, height: 800, dpi: 160, isRound: false, shape: "RECTANGLE" },
  };
  const tell = (message) => parent.postMessage(message, "*");
  if (!window.AplRenderer) return;

  // The engine names fonts on another host, which this frame may not ask: drawing.css has this machine's instead.
  for (const sheet of document.styleSheets) {
    if (sheet.href) continue;
    for (let index = sheet.cssRules.length - 1; index >= 0; index -= 1) {
      if (sheet.cssRules[index] instanceof CSSFontFaceRule) sheet.deleteRule(index);
    }
  }

  const begun = AplRenderer.initEngine();
  let renderer = null;
  let drawn = Promise.resolve();

  async function draw({ device, shown, commands }) {
    const token = shown.token ?? "";
    const failed = (why) => tell({ kind: "failed", token, why });
    const content = AplRenderer.Content.create(JSON.stringify(shown.document), "");
    const data = shown.datasources ?? {};
    // A document's parameters are data sources by their names; one that no data source has is all of them (payload).
    for (const parameter of shown.document.mainTemplate?.parameters ?? []) {
      const name = parameter.name ?? parameter;
      content.addData(name, JSON.stringify(name in data ? data[name] : data));
    }
    if (content.isWaiting() && shown.document.import?.length) {
      const names = shown.document.import.map(({ name }) => name).join(", ");
      return failed(`it imports ${names}, which would have to be fetched from the network.`);
    }
    if (content.isError() || !content.isReady()) return failed("it is not a valid document, or lacks data.");
    const viewport = VIEWPORTS[device];
    renderer?.destroy();
    const view = document.createElement("div");
    document.getElementById("view").replaceChildren(view);
    renderer = AplRenderer.default.create({
      content,
      view,
      environment: { agentName: "stand-in", agentVersion: "1.0", allowOpenUrl: false, disallowVideo: true },
      viewport,
      theme: "dark",
      mode: "HUB",
      notLoadFonts: true,
      utcTime: Date.now(),
      localTimeAdjustment: -new Date().getTimezoneOffset() * 60_000,
      onSendEvent: (event) => tell({ kind: "touch", token, arguments: [...(event.arguments ?? event.event?.arguments ?? [])] }),
      onRunTimeError: (errors) => tell({ kind: "failed", token, why: `${JSON.stringify(errors)}.` }),
    });
    await renderer.init();
    if (!renderer.context) return failed("the engine took it for no valid document.");
    if (commands?.length) renderer.executeCommands(JSON.stringify(commands));
    tell({ kind: "drawn", token });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== parent) return;
    if (event.data.kind === "draw") drawn = drawn.then(() => draw(event.data)).catch((problem) => {
      tell({ kind: "failed", token: event.data.shown.token ?? "", why: `${problem.message ?? problem}.` });
    });
    if (event.data.kind === "commands") renderer?.executeCommands(JSON.stringify(event.data.commands));
  });
  begun.then(() => tell({ kind: "ready" }));
})();
