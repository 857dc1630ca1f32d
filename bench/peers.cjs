// Runs one of the peers from npm over the reports on standard input, and prints
// how many microseconds of processor time it took and what it found.
const peer = process.argv[1];
const chunks = [];
process.stdin.on("data", (c) => chunks.push(c));
process.stdin.on("end", () => {
  const { createRequire } = require("module");
  const load = createRequire(process.cwd() + "/package.json");
  const reports = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  let read;
  if (peer === "compromise") {
    const nlp = load("compromise");
    read = (r) => { const d = nlp(r.text); d.people().out("array"); d.places().out("array"); return d.terms().length; };
  } else if (peer === "wink-nlp") {
    const nlp = load("wink-nlp")(load("wink-eng-lite-web-model"), ["sbd", "pos", "ner", "cer"]);
    const its = nlp.its;
    read = (r) => { const d = nlp.readDoc(r.text); d.entities().out(its.detail); d.tokens().out(its.lemma); return d.tokens().out(its.pos).length; };
  } else if (peer === "chrono-node") {
    const chrono = load("chrono-node");
    read = (r) => chrono.parse(r.text, new Date(r.date + "T12:00:00Z")).length;
  } else {
    throw new Error("no peer " + peer);
  }
  for (const r of reports.slice(0, 10)) read(r);
  const began = process.cpuUsage();
  let found = 0;
  for (const r of reports) found += read(r);
  const spent = process.cpuUsage(began);
  console.log(JSON.stringify({ Microseconds: spent.user + spent.system, Found: found }));
});
