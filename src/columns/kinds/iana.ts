import { remembered } from '../remembering.js';
import { placeOf, timeZones } from './time-zones.js';

const zones = Object.entries(timeZones);

/**
 * The site's name for an IANA id, undefined if there is none. For a zone in the list: the name that matches
 * the place, else the first. For any other: the first whose clocks show the same time all year.
 */
export const nameOfIana = remembered((id: string): string | undefined => {
  // An offset is not a place, and EST seldom means a place without summer time.
  if (!/^[A-Za-z]/.test(id) || /^(?!UTC|GMT)[A-Z]{3}$/i.test(id)) return undefined;
  const zone = canonical(id);
  if (zone === undefined) return undefined;
  const folded = id.toLowerCase();
  const exact = zones.filter(([, iana]) => iana.toLowerCase() === folded);
  const listed =
    exact.length > 0 ? exact : zones.filter(([, iana]) => canonicalOfList(iana) === zone);
  const [first] = listed;
  if (!first) return nameOfOther(zone);
  const called = (place: string) =>
    listed.find(([name]) => name.toLowerCase() === place.toLowerCase());
  return (called(placeOf(id)) ?? called(placeOf(first[1])) ?? first)[0];
});

function nameOfOther(zone: string): string | undefined {
  const year = yearOf(zone);
  const alike = zones.filter(([, iana]) => yearOfList(iana) === year);
  const common = commonName(zone);
  return (alike.find(([, iana]) => commonName(iana) === common) ??
    alike.find(([, iana]) => areaOf(iana) === areaOf(zone)))?.[0];
}

function areaOf(id: string): string {
  return id.slice(0, id.indexOf('/') + 1);
}

const canonicalOfList = remembered(canonical);
const yearOfList = remembered(yearOf);

/** Aliases of a zone have one canonical id. */
function canonical(id: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const week = 7 * 24 * 3_600_000;
const weeks = Array.from({ length: 53 }, (_, index) => Date.UTC(2025, 0, 1) + index * week);

/** The offsets of a zone, week by week. */
function yearOf(zone: string): string {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
  });
  return weeks.map((instant) => clock.format(instant)).join();
}

/** The name of a zone's time all year: `Eastern Time`. */
function commonName(zone: string): string | undefined {
  return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longGeneric' })
    .formatToParts(weeks[0])
    .find(({ type }) => type === 'timeZoneName')?.value;
}
