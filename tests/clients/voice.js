// virtual-alexa on a leash: a line of JSON on stdin is one thing that happens, a line on stdout what came of it.
//
//   {"open": {"url", "model", "skill", "token", "screen"}}   a new device; answered with {}
//   {"say": "…"} {"launch": true} {"intend": ["Intent", {slot: value}]} {"touch": "…"} {"close": true}
//
// What virtual-alexa 0.7.8 lacks is put in here, and nothing else (docs/clients.md says why).
"use strict";

const readline = require("readline");
const { VirtualAlexa } = require("virtual-alexa");
const { SlotType } = require("virtual-core");
const { BuiltinSlotType } = require("virtual-alexa/lib/src/model/BuiltinSlotTypes");

const APL = "Alexa.Presentation.APL";
const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

/** A built-in type that takes only what it means; one that virtual-alexa doesn't know would take any words. */
class Narrow extends BuiltinSlotType {
  isEnumerated() {
    return true;
  }
}

function narrow(name, words, pattern) {
  return new Narrow(name, words.map((word) => ({ builtin: true, name: { value: word } })), pattern);
}

class Device {
  constructor({ url, model, skill, token, screen }) {
    this.alexa = VirtualAlexa.Builder().skillURL(url).interactionModelFile(model).applicationID(skill).create();
    const context = this.alexa.context();
    context.setAccessToken(token ?? null);
    if (screen) context.device().supportedInterface(APL, true);
    this.types = context.interactionModel().slotTypes;
    this.types.addTypes([
      narrow("AMAZON.Ordinal", ORDINALS),
      narrow("AMAZON.FOUR_DIGIT_NUMBER", [], "^\\d{4}$"),
      narrow("AMAZON.DATE", []),
    ]);
    this.dynamic = [];
    this.screen = null;
    const name = require(model).interactionModel.languageModel.invocationName;
    const opening = new RegExp(`^(?:ask|open|launch|talk to|tell) ${name}(?:,? (.+))?$`, "i");
    this.alexa.parseLaunchRequest = (words) => {
      const found = opening.exec(words);
      return found ? found[1] ?? true : undefined;
    };
    // The same ids each time: the skill varies its words by them.
    let count = 0;
    this.alexa.filter((request) => {
      request.request.requestId = `amzn1.echo-external.request.${count++}`;
      this.sent = request;
    });
  }

  async happen({ say, launch, intend, touch, close }) {
    this.sent = null;
    const answer = await (launch ? this.alexa.launch()
      : close ? this.alexa.endSession()
      : intend ? this.alexa.intend(...intend)
      : touch ? this.touch(touch)
      : this.say(say));
    this.learn(answer);
    return { request: this.sent, response: answer, open: this.alexa.context().activeSession() && !close };
  }

  /** What nothing matches is Alexa's fallback; virtual-alexa would throw. */
  async say(words) {
    try {
      return await this.alexa.utter(words);
    } catch (problem) {
      if (this.sent || !/Unable to match utterance/.test(problem.message)) throw problem;
      return this.alexa.intend("AMAZON.FallbackIntent");
    }
  }

  touch(token) {
    return this.alexa.request().launch()
      .set("request.type", `${APL}.UserEvent`)
      .set("request.arguments", [token])
      .set("request.token", this.screen)
      .set("session.attributes", this.alexa.context().session().attributes())
      .send();
  }

  /** Values that the skill adds to a slot type in this session, and the screen that it sends. */
  learn({ response = {} }) {
    for (const directive of response.directives ?? []) {
      if (directive.type === `${APL}.RenderDocument`) this.screen = directive.token;
      if (directive.type !== "Dialog.UpdateDynamicEntities") continue;
      for (const [type, value] of this.dynamic) type.values.splice(type.values.indexOf(value), 1);
      this.dynamic = [];
      for (const { name, values } of directive.types ?? []) {
        let type = this.types.slotType(name);
        if (!type) this.types.addTypes([(type = new SlotType(name, []))]);
        for (const value of values) {
          type.values.push({ ...value, builtin: false });
          this.dynamic.push([type, type.values.at(-1)]);
        }
      }
    }
    if (!this.alexa.context().activeSession()) this.screen = null;
  }
}

async function main() {
  let device = null;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let came = {};
    try {
      const { open, ...event } = JSON.parse(line);
      if (open) device = new Device(open);
      else came = await device.happen(event);
    } catch (problem) {
      came = { problem: String(problem?.message ?? problem), request: device?.sent ?? null };
    }
    process.stdout.write(`${JSON.stringify(came)}\n`);
  }
}

main();
