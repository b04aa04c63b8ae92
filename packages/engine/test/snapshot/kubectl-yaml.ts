/** JSON, and the YAML that kubectl's own encoder (sigs.k8s.io/yaml v1.6.0) prints for it. */
export const printedByKubectl: string = String.raw`a: 'word one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen: x and so on and so on'
aa: =
ab: <<
ac: "1_000"
ad: 'x:'
ae: key
af: |
  - a
  - b
ag: |-
  #c
  d
ah: |
  x
   y
ai: 'a''b: c'
aj: '!x'
ak: |
  \d+
al: "0x1f"
am: "1:20"
an: "~"
ao: ".5"
ap: '{a}'
aq: '@x'
as: '${'`'}x'
at: ' x'
au: 'x '
av: true
b: "line\nline2 \n\n  x"
c: plain long text that goes on and on and on and on and on until it has to be wrapped
  somewhere at eighty
d: |2-
    lead
  x
e: "tab\there"
f: "trailing \n"
g: |-
  multi
  line
i: ""
j: "yes"
k: "1e3"
l: "012"
m: "2024-01-01T00:00:00Z"
"n": 'a # b'
o: '- x'
p:
- x
- - "y"
  - z: 1
- k:
  - 1
q:
  f:metadata: []
  k:{"a":"b"}: {}
r: null
s: 1.5
t: 1e+21
u: ünï
x: |+
  a

  b

"y": |
  k: v
z: "really \"quoted\" and long and long and long and long and long and long \x01 and
  long and long and long   and   spaces and longer"
`

export const asJson: unknown = {
  a: 'word one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen: x and so on and so on',
  aa: '=',
  ab: '<<',
  ac: '1_000',
  ad: 'x:',
  ae: 'key',
  af: '- a\n- b\n',
  ag: '#c\nd',
  ah: 'x\n y\n',
  ai: "a'b: c",
  aj: '!x',
  ak: '\\d+\n',
  al: '0x1f',
  am: '1:20',
  an: '~',
  ao: '.5',
  ap: '{a}',
  aq: '@x',
  as: '`x',
  at: ' x',
  au: 'x ',
  av: true,
  b: 'line\nline2 \n\n  x',
  c: 'plain long text that goes on and on and on and on and on until it has to be wrapped somewhere at eighty',
  d: '  lead\nx',
  e: 'tab\there',
  f: 'trailing \n',
  g: 'multi\nline',
  i: '',
  j: 'yes',
  k: '1e3',
  l: '012',
  m: '2024-01-01T00:00:00Z',
  n: 'a # b',
  o: '- x',
  p: ['x', ['y', { z: 1 }], { k: [1] }],
  q: { 'f:metadata': [], 'k:{"a":"b"}': {} },
  r: null,
  s: 1.5,
  t: 1e21,
  u: 'ünï',
  x: 'a\n\nb\n\n',
  y: 'k: v\n',
  z: 'really "quoted" and long and long and long and long and long and long \u0001 and long and long and long   and   spaces and longer',
}
