// Each line of the file is {"ssml", "place"}; prints those that ssml-check-core refuses for Alexa, one a line.
"use strict";

const fs = require("fs");
const { check } = require("ssml-check-core");

async function main(path) {
  for (const line of fs.readFileSync(path, "utf8").trim().split("\n")) {
    const { ssml, place } = JSON.parse(line);
    const problems = await check(ssml, { platform: "amazon", locale: "en-US" });
    if (problems) console.log(JSON.stringify({ place, ssml, problems }));
  }
}

main(process.argv[2]).catch((problem) => {
  console.error(problem);
  process.exit(1);
});
