/**
 * The time zones of the API in its order, the same as Rails' ActiveSupport::TimeZone: the IANA zone, and
 * the name if it is not the place in the zone's id.
 */
const list = `
Etc/GMT+12 International Date Line West
Pacific/Midway Midway Island
Pacific/Pago_Pago American Samoa
Pacific/Honolulu Hawaii
America/Juneau Alaska
America/Los_Angeles Pacific Time (US & Canada)
America/Tijuana
America/Denver Mountain Time (US & Canada)
America/Phoenix Arizona
America/Chihuahua
America/Mazatlan
America/Chicago Central Time (US & Canada)
America/Regina Saskatchewan
America/Mexico_City Guadalajara
America/Mexico_City
America/Monterrey
America/Guatemala Central America
America/New_York Eastern Time (US & Canada)
America/Indiana/Indianapolis Indiana (East)
America/Bogota
America/Lima
America/Lima Quito
America/Halifax Atlantic Time (Canada)
America/Caracas
America/La_Paz
America/Santiago
America/St_Johns Newfoundland
America/Sao_Paulo Brasilia
America/Argentina/Buenos_Aires
America/Montevideo
America/Guyana Georgetown
America/Puerto_Rico
America/Godthab Greenland
Atlantic/South_Georgia Mid-Atlantic
Atlantic/Azores
Atlantic/Cape_Verde Cape Verde Is.
Europe/Dublin
Europe/London Edinburgh
Europe/Lisbon
Europe/London
Africa/Casablanca
Africa/Monrovia
Etc/UTC
Europe/Belgrade
Europe/Bratislava
Europe/Budapest
Europe/Ljubljana
Europe/Prague
Europe/Sarajevo
Europe/Skopje
Europe/Warsaw
Europe/Zagreb
Europe/Brussels
Europe/Copenhagen
Europe/Madrid
Europe/Paris
Europe/Amsterdam
Europe/Berlin
Europe/Zurich Bern
Europe/Zurich
Europe/Rome
Europe/Stockholm
Europe/Vienna
Africa/Algiers West Central Africa
Europe/Bucharest
Africa/Cairo
Europe/Helsinki
Europe/Kiev Kyiv
Europe/Riga
Europe/Sofia
Europe/Tallinn
Europe/Vilnius
Europe/Athens
Europe/Istanbul
Europe/Minsk
Asia/Jerusalem
Africa/Harare
Africa/Johannesburg Pretoria
Europe/Kaliningrad
Europe/Moscow
Europe/Moscow St. Petersburg
Europe/Volgograd
Europe/Samara
Asia/Kuwait
Asia/Riyadh
Africa/Nairobi
Asia/Baghdad
Asia/Tehran
Asia/Muscat Abu Dhabi
Asia/Muscat
Asia/Baku
Asia/Tbilisi
Asia/Yerevan
Asia/Kabul
Asia/Yekaterinburg Ekaterinburg
Asia/Karachi Islamabad
Asia/Karachi
Asia/Tashkent
Asia/Kolkata Chennai
Asia/Kolkata
Asia/Kolkata Mumbai
Asia/Kolkata New Delhi
Asia/Kathmandu
Asia/Dhaka Astana
Asia/Dhaka
Asia/Colombo Sri Jayawardenepura
Asia/Almaty
Asia/Novosibirsk
Asia/Rangoon
Asia/Bangkok
Asia/Bangkok Hanoi
Asia/Jakarta
Asia/Krasnoyarsk
Asia/Shanghai Beijing
Asia/Chongqing
Asia/Hong_Kong
Asia/Urumqi
Asia/Kuala_Lumpur
Asia/Singapore
Asia/Taipei
Australia/Perth
Asia/Irkutsk
Asia/Ulaanbaatar
Asia/Seoul
Asia/Tokyo Osaka
Asia/Tokyo Sapporo
Asia/Tokyo
Asia/Yakutsk
Australia/Darwin
Australia/Adelaide
Australia/Melbourne Canberra
Australia/Melbourne
Australia/Sydney
Australia/Brisbane
Australia/Hobart
Asia/Vladivostok
Pacific/Guam
Pacific/Port_Moresby
Asia/Magadan
Asia/Srednekolymsk
Pacific/Guadalcanal Solomon Is.
Pacific/Noumea New Caledonia
Pacific/Fiji
Asia/Kamchatka
Pacific/Majuro Marshall Is.
Pacific/Auckland
Pacific/Auckland Wellington
Pacific/Tongatapu Nuku'alofa
Pacific/Fakaofo Tokelau Is.
Pacific/Chatham Chatham Is.
Pacific/Apia Samoa
`;

/** The IANA zones by name. */
export const timeZones: Readonly<Record<string, string>> = Object.fromEntries(
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [zone = '', ...name] = line.split(' ');
      return [name.join(' ') || placeOf(zone), zone];
    }),
);

/** `Mexico City` for `America/Mexico_City`. */
export function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
