// What ical.js (Thunderbird, Nextcloud) makes of a calendar, as JSON: node ical_js.mjs FOLDER_OF_NODE_MODULES FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [home, file] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(`${home}/node_modules/ical.js/dist/ical.js`));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const second = (time) => time.toUnixTime();
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: second(event.startDate),
    end: second(event.endDate),
    summary: event.summary,
    description: event.description,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
});
console.log(JSON.stringify(events));
