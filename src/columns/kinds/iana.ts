import { timeZones } from './time-zones.js';

type Zone = (typeof timeZones)[number];

/**
 * The site's name for an IANA id, undefined when there is none: for a zone of the list the name that is
 * called as the place is, else the first; for another the first whose clocks show the same time all year.
 */
export const nameOfIana = remembered((id: string): string | undefined => {
  // An offset is not a place, and whoever writes EST seldom means a place without summer time.
  if (!/^[A-Za-z]/.test(id) || /^(?!UTC|GMT)[A-Z]{3}$/i.test(id)) return undefined;
  const zone = canonical(id);
  if (zone === undefined) return undefined;
  const folded = id.toLowerCase();
  const listed =
    zonesOr(({ 1: iana }) => iana.toLowerCase() === folded) ??
    zonesOr(({ 1: iana }) => canonicalOfList(iana) === zone);
  return listed ? calledAsItsPlace(listed, id) : nameOfOther(zone);
});

function zonesOr(test: (zone: Zone) => boolean): readonly Zone[] | undefined {
  const found = timeZones.filter(test);
  return found.length > 0 ? found : undefined;
}

function calledAsItsPlace(zones: readonly Zone[], id: string): string | undefined {
  const called = (place: string): Zone | undefined =>
    zones.find(([name]) => name.toLowerCase() === place);
  const [first] = zones;
  return first && (called(placeOf(id)) ?? called(placeOf(first[1])) ?? first)[0];
}

function placeOf(id: string): string {
  return id
    .slice(id.lastIndexOf('/') + 1)
    .replaceAll('_', ' ')
    .toLowerCase();
}

function areaOf(id: string): string {
  return id.slice(0, id.indexOf('/') + 1);
}

const canonicalOfList = remembered(canonical);
const yearOfList = remembered(yearOf);
const nameOfOther = remembered((zone: string) => {
  const year = yearOf(zone);
  const alike = timeZones.filter(([, iana]) => yearOfList(iana) === year);
  const common = commonName(zone);
  return (alike.find(([, iana]) => commonName(iana) === common) ??
    alike.find(([, iana]) => areaOf(iana) === areaOf(zone)))?.[0];
});

/** There are some hundreds of zones, and any number of texts that name none. */
const mostRemembered = 1000;

/** Asking the platform is slow, and a file can have the same wrong cell in every row. */
function remembered<T>(find: (id: string) => T): (id: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (id) => {
    const answer = known.get(id) ?? { found: find(id) };
    if (known.size < mostRemembered) known.set(id, answer);
    return answer.found;
  };
}

/** Ids that are one zone have one canonical form. */
function canonical(id: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const week = 7 * 24 * 3_600_000;
const weeks = Array.from({ length: 53 }, (_, index) => Date.UTC(2025, 0, 1) + index * week);

/** What the clocks of a zone show, week by week. */
function yearOf(zone: string): string {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
  });
  return weeks.map((instant) => clock.format(instant)).join();
}

/** What the time of a zone is called all year: `Eastern Time`. */
function commonName(zone: string): string | undefined {
  return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longGeneric' })
    .formatToParts(weeks[0])
    .find(({ type }) => type === 'timeZoneName')?.value;
}
