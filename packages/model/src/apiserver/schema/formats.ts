import { matchesDuration } from './duration-format.ts'

type Check = (text: string) => boolean

const anyText: Check = () => true
const matches =
  (pattern: RegExp): Check =>
  (text) =>
    pattern.test(text)

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|0*[1-9]?\\d)'
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`)
const hostname =
  /^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$/u

/**
 * String formats by their names without dashes; others are ignored. Nearly as upstream: uri, email, mac.
 * Not modelled, so that anything passes: isbn, isbn10, isbn13, creditcard.
 * [AE/pkg/apiserver/validation/formats.go; kube-openapi pkg/validation/strfmt/default.go]
 */
const checks: Readonly<Record<string, Check>> = {
  bsonobjectid: matches(/^[0-9a-fA-F]{24}$/),
  uri: matches(/^(?:\/|[a-zA-Z][a-zA-Z0-9+.-]*:)[^\s\p{Cc}]*$/u),
  email: matches(/^(?:[^<>]*<)?[^\s@<>"(),:;]+@[^\s@<>"(),:;]+>?$/),
  hostname: (text) => hostname.test(text) && text.length <= 255 && text.split('.').every((part) => part.length <= 63),
  ipv4: (text) => text.includes('.') && isIp(text),
  ipv6: isIpv6,
  cidr: isCidr,
  mac: matches(/^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4,18}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2,9}[0-9a-f]{4}$/i),
  uuid: matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid3: matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid4: matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  uuid5: matches(/^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  isbn: anyText,
  isbn10: anyText,
  isbn13: anyText,
  creditcard: anyText,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: matches(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: isRgbColor,
  byte: matches(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  password: anyText,
  date: isDate,
  duration: matchesDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && new RegExp(`^${label}$`).test(text),
  k8slongname: (text) => text.length <= 253 && new RegExp(`^${label}(?:\\.${label})*$`).test(text),
}

function checkOf(format: string): Check | undefined {
  const name = format.replaceAll('-', '')
  return Object.hasOwn(checks, name) ? checks[name] : undefined
}

export function isKnownFormat(format: string): boolean {
  return checkOf(format) !== undefined
}

/** Whether a text is of a format; it is of every format that is not known. */
export function matchesFormat(format: string, text: string): boolean {
  return checkOf(format)?.(text) ?? true
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate()
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days
}

/** [strfmt/time.go:IsDateTime] */
function isDateTime(text: string): boolean {
  const [date, time] = text.toLowerCase().split('t')
  if (text.length < 4 || date === undefined || time === undefined || !isDate(date)) return false
  const [, hour, minute, second] =
    /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/.exec(time) ?? []
  return hour !== undefined && hour <= '23' && `${minute}` <= '59' && `${second}` <= '59'
}

/** An address of either kind is one of IPv4 where it has a dot. [strfmt/default.go IsIPv4] */
function isIp(text: string): boolean {
  return ipv4.test(text) || isIpv6(text)
}

function isIpv6(text: string): boolean {
  if (!text.includes(':') || text.includes('%')) return false
  const dotted = /^(.*:)([^:]*\.[^:]*)$/.exec(text)
  if (dotted && !ipv4.test(dotted[2] ?? '')) return false
  const hex = dotted ? `${dotted[1]}0:0` : text
  const halves = hex.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const fits = halves.length === 2 ? groups.length < 8 : groups.length === 8
  return fits && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
}

function isCidr(text: string): boolean {
  const [address, bits, ...rest] = text.split('/')
  if (address === undefined || bits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return (ipv4.test(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128)
}

function isRgbColor(text: string): boolean {
  const part = '\\s*(?:0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*'
  return new RegExp(`^rgb\\(${part},${part},${part}\\)$`).test(text)
}
